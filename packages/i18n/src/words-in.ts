import type { Locale } from "./locales.ts";

/** A text in a language, or in the other language when it is missing. */
export function wordsIn(locale: string, words: { readonly [language in Locale]?: string | undefined } | null | undefined): string {
  const [wanted, other] = locale === "en" ? [words?.en, words?.fr] : [words?.fr, words?.en];
  return wanted || other || "";
}
