import { unbroken } from "@archipel/i18n/format.ts";
import { DEFAULT_LOCALE, LOCALES, type Locale } from "@archipel/i18n/locales.ts";
import en from "@archipel/i18n/messages/answers/en.json" with { type: "json" };
import fr from "@archipel/i18n/messages/answers/fr.json" with { type: "json" };
import { IntlMessageFormat } from "intl-messageformat";
import { type Placeholder, placeholdersOf, plainParts } from "../packs/message.ts";
import type { Messages } from "../packs/texts.ts";
import type { Text } from "../rules/codes.ts";
import { marked, partsOf, unmarked } from "./spans.ts";

/**
 * A value of a sentence, formatted for readers of its language; undefined when it is not known. Only the values that a message names are
 * asked for. Values are inserted as they are: a page or a PDF escapes the text. A value with its language becomes a span of the text.
 */
export type ValueOf = (name: Placeholder, locale: Locale) => Parameters<typeof marked>[0] | undefined;

interface Ready {
  names: readonly Placeholder[];
  /** Writes the message. */
  write: (values: Readonly<Record<string, string>>) => string;
}

/** Compiled messages, as long as their packs are in memory. Messages are never changed in place. */
const ready = new WeakMap<Messages, Partial<Record<Locale, Ready>>>();

function readyMessage(messages: Messages, lang: Locale): Ready {
  const known = ready.get(messages) ?? {};
  ready.set(messages, known);
  const made = known[lang] ?? compiled(messages[lang] ?? "", lang);
  known[lang] = made;
  return made;
}

function compiled(message: string, lang: Locale): Ready {
  const text = (lang === "fr" ? unbroken(message) : message).trim();
  const names = placeholdersOf(text);
  const parts = plainParts(text);
  if (parts) return { names, write: (values) => joined(parts, values) };
  const format = new IntlMessageFormat(text, lang, undefined, { ignoreTag: true });
  return { names, write: (values) => String(format.format(values)).trim() };
}

function joined(parts: NonNullable<ReturnType<typeof plainParts>>, values: Readonly<Record<string, string>>): string {
  let text = "";
  for (const part of parts) text += typeof part === "string" ? part : values[part.name];
  return text;
}

/** The language in which a message exists: the wanted one, else the default, else any. */
function languageOf(messages: Messages, locale: Locale): Locale {
  if (messages[locale] !== undefined) return locale;
  return [DEFAULT_LOCALE, ...LOCALES].find((one) => messages[one] !== undefined) ?? locale;
}

/** A sentence in the wanted language, or in another with its name. A value that is absent is replaced by a general word. */
export function say(messages: Messages, locale: Locale, known: ValueOf): Text {
  return unmarked(sayMarked(messages, locale, known));
}

/** The same, with the marks of its parts in other languages: what is added to it must be added before they are taken away. */
export function sayMarked(messages: Messages, locale: Locale, known: ValueOf): Text {
  const lang = languageOf(messages, locale);
  const { names, write } = readyMessage(messages, lang);
  const values: Record<string, string> = {};
  for (const name of names) values[name] = marked(known(name, lang) ?? own[lang].absent[name], lang);
  return { lang, text: write(values) };
}

/** The same, but no sentence when a value that it names is absent. */
export function sayMarkedIfKnown(messages: Messages, locale: Locale, known: ValueOf): Text | null {
  const lang = languageOf(messages, locale);
  const { names, write } = readyMessage(messages, lang);
  const values: Record<string, string> = {};
  for (const name of names) {
    const value = known(name, lang);
    if (value === undefined) return null;
    values[name] = marked(value, lang);
  }
  return { lang, text: write(values) };
}

/** A text without values. */
export function plain(messages: Messages, locale: Locale): Text {
  return say(messages, locale, () => undefined);
}

const own = { fr, en } as const;

/** The sentences of reports that belong to no pack. */
export const ownWords = (locale: Locale): (typeof own)[Locale] => own[locale];

type OwnKey = "too-vague" | "gap" | "overlap" | "outdated" | "incomplete" | "partial-access" | "partial-note" | "not-read";

/** One of these sentences. `{value}` in it is replaced. */
export function ownText(locale: Locale, key: OwnKey, value = ""): Text {
  return { lang: locale, text: filled(locale, own[locale][key], { value }) };
}

/** A sentence of ours with its values, which are inserted as they are; an empty one with the space before it. */
export function filled(locale: Locale, frame: string, values: Readonly<Record<string, string>>): string {
  const text = locale === "fr" ? unbroken(frame) : frame;
  return text.replace(/( ?)\{(\w+)\}/g, (_, space: string, name: string) => (values[name] ? space + values[name] : ""));
}

/** Two sentences that say the contrary of each other, quoted, and who can tell. */
export function disputeText(locale: Locale, one: Text, other: Text, authority: { name: string; lang?: string | undefined }): Text {
  const who = marked({ text: authority.name, lang: authority.lang ?? locale }, locale);
  const text = filled(locale, own[locale]["sources-disagree"], {
    one: remarked(one, locale),
    other: remarked(other, locale),
    authority: who,
  });
  return unmarked({ lang: locale, text });
}

/** A text as a value of a sentence in a language: its parts in other languages are marked. */
function remarked(text: Text, sentence: Locale): string {
  return partsOf(text)
    .map((part) => marked({ text: part.text, lang: part.lang ?? text.lang }, sentence))
    .join("");
}
