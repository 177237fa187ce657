import type { Level } from "@archipel/answers/packs/rule.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";
import type { Mark, Printed } from "./document.ts";

export type Words = ReturnType<typeof wordsOf>;

/** The fixed words of a document. */
export function wordsOf(locale: Locale) {
  const t = translator(locale, "answers");
  return {
    locale,
    t,
    alertWords: translator(locale, "alerts"),
    /** A text, which names its language only if it is another one. */
    said: ({ text, lang }: { text: string; lang: Locale }): Printed => (lang === locale ? text : { text, lang }),
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
