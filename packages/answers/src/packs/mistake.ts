import { unbroken } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import en from "@archipel/i18n/messages/answers/en.json" with { type: "json" };
import fr from "@archipel/i18n/messages/answers/fr.json" with { type: "json" };

/** Why a pack cannot be used as it is. Each reason has a message in packages/i18n (`answers.mistake.<reason>`). */
export type MistakeReason =
  | "missing"
  | "wrong-type"
  | "wrong-shape"
  | "wrong-format"
  | "unknown-key"
  | "not-a-choice"
  | "too-large"
  | "too-small"
  | "not-a-pattern"
  | "pattern-too-heavy"
  | "no-language"
  | "message-unreadable"
  | "message-too-complex"
  | "placeholder-unknown"
  | "placeholder-formatted"
  | "key-twice"
  | "no-source"
  | "no-authority"
  | "no-code-list"
  | "no-term"
  | "list-uneven"
  | "dates-crossed"
  | "range-crossed"
  | "example-fails"
  | "too-many";

/** A mistake in a pack: where it is, why, and the name or value that is wrong. */
export interface Mistake {
  /** The path from the pack's root; themes and rules are given by their keys: `themes.plu.zone.rules.zone-U.when.1`. */
  where: string;
  reason: MistakeReason;
  name: string;
}

/** The sentence of a mistake: what is wrong, where, and how to repair it. */
export function mistakeText({ where, reason, name }: Mistake, locale: Locale): string {
  const text = locale === "fr" ? unbroken(fr.mistake[reason]) : en.mistake[reason];
  return text.replace(/\{(where|name)\}/g, (_, key) => (key === "where" ? where : name));
}
