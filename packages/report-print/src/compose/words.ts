import type { Level } from "@archipel/answers/packs/rule.ts";
import { marked, partsOf, type Span, unmarked } from "@archipel/answers/report/spans.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";
import type { Mark, Printed, PrintedPart } from "./document.ts";

export type Words = ReturnType<typeof wordsOf>;

interface Said {
  text: string;
  lang: string;
  spans?: readonly Span[] | undefined;
}

/** The languages that the engine can name: two or three letters. */
const NAMED = /^[a-z]{2,3}$/;

/** The fixed words of a document. */
export function wordsOf(locale: Locale) {
  const t = translator(locale, "answers");
  const named = (text: string, lang: string = locale): PrintedPart => (lang === locale || !NAMED.test(lang) ? text : { text, lang });
  const said = (one: Said): Printed => {
    const parts = partsOf(one).map(({ text, lang = one.lang }) => named(text, lang));
    return parts.length > 1 ? { parts } : (parts[0] ?? "");
  };
  const markPart = (part: PrintedPart) => (typeof part === "string" ? part : marked(part, locale));
  return {
    locale,
    t,
    alertWords: translator(locale, "alerts"),
    /** A text, which names its language only if it is another one, as do parts of it. */
    said,
    /** A name or a title; without language, it is in that of the document. */
    named,
    /** The same, to be put into a sentence or a list that `written` then reads. */
    mark: (text: string, lang: string = locale) => marked({ text, lang }, locale),
    /** The label of a code, and what it means in the language of the document. */
    markLabel: ({ text, lang, gloss }: { text: string; lang: string; gloss?: string | undefined }) =>
      marked({ text, lang, ...(gloss === undefined ? {} : { gloss }) }, locale),
    /** A text that is printed elsewhere too, to be put into a list that `written` then reads. */
    marked: (one: Printed): string => (typeof one !== "string" && "parts" in one ? one.parts.map(markPart).join("") : markPart(one)),
    written: (text: string): Printed => said(unmarked({ text, lang: locale })),
    date: (day: string) => formatDate(locale, day),
    shortDate: (day: string) => formatDate(locale, day, "short"),
  };
}

const LEVEL_KEYS = ["level0", "level1", "level2", "level3", "level4"] as const;

/** The icon and word of a level; a right that a rule opens is no restriction, whatever its level. */
export function markOf({ t }: Words, level: Level, isFavourable = false): Mark {
  if (isFavourable) return { icon: "favourable", word: t("print.favourable") };
  const key = level === null ? "unjudged" : LEVEL_KEYS[level];
  return { icon: key, word: t(`print.levels.${key}`) };
}
