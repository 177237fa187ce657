import type { ContentLanguage } from "@archipel/blocks/languages.ts";
import { readText } from "@archipel/blocks/texts.ts";
import { type AlertContent, type AlertRevisionKind, alertRevisionKind } from "@archipel/contracts/alerts.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { plainText } from "@archipel/i18n/markdown.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { languagesOf } from "../../site/policy.ts";
import { areaNameOf, contentOf } from "../policy.ts";
import { takeToSend } from "../queries/kept.ts";

/** A revision that its followers are about to be notified of. */
export interface SentAlert {
  communityId: CommunityId;
  portalId: string;
  alertId: string;
  kind: AlertRevisionKind;
  content: AlertContent;
  /** Hexadecimal EWKB; null: the whole portal. */
  area: string | null;
  startsAt: Date;
  endsAt: Date | null;
  note: string;
  fallback: ContentLanguage;
}

/** The revision, marked as sent in this transaction; null when it already was, or nobody is to be notified. */
export async function sentAlert(sql: SqlSession, revisionId: string): Promise<SentAlert | null> {
  const row = await takeToSend(sql, revisionId);
  if (!row) return null;
  const { content, locales, isKnown, ...rest } = row;
  const [fallback = "fr"] = languagesOf(locales);
  const stored = alertRevisionKind.catch("correction").parse(row.kind);
  // Corrected before it began: to its followers it is new.
  const kind = stored === "correction" && !isKnown ? "first" : stored;
  return { ...rest, kind, content: contentOf(content), fallback };
}

/** Mails hold the beginning of a longer text: the page has the whole. */
const MOST_TEXT = 700;

/** What a mail says of a revision: level and title; then when, where, and what. */
export function wordsOfAlert(
  { content, startsAt, endsAt, note, kind, fallback }: SentAlert,
  locale: Locale,
): { heading: string; text: string } {
  const t = translator(locale, "alerts");
  const say = (texts: AlertContent["title"]) => readText(texts, locale, fallback).text;
  const level = t(`levels.${content.level}`);
  const exercise = content.isExercise ? `${t("exercise")} – ` : "";
  const when =
    endsAt === null
      ? t("period.from", { from: formatDateTime(locale, startsAt) })
      : t("period.between", { from: formatDateTime(locale, startsAt), until: formatDateTime(locale, endsAt) });
  const name = areaNameOf(content.area);
  const where = name === null ? t("area.portal") : say(name) || t("area.drawn");
  const short = plainText(say(content.text), MOST_TEXT);
  const isOver = kind === "end" || kind === "cancellation";
  return {
    heading: `${exercise}${t("heading", { level, title: say(content.title) })}`,
    text: [...(note ? [note] : []), ...(isOver ? [] : [when]), where, ...(short && !isOver ? [short] : [])].join("\n\n"),
  };
}
