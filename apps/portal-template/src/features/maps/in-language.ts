import { LOCALES, type Locale } from "@archipel/i18n/locales.ts";

interface Texts {
  readonly fr?: string | undefined;
  readonly en?: string | undefined;
}

/** A text in the reader's language, else in another, with the language that it is in. */
export function inLanguage(texts: Texts, locale: Locale): { readonly text: string; readonly lang: Locale } {
  const lang = [locale, ...LOCALES].find((one) => texts[one]) ?? locale;
  return { text: texts[lang] ?? "", lang };
}

/** The attribute `lang` of a text that is not in the language of its page. */
export const langAttribute = (lang: Locale, locale: Locale) => (lang === locale ? {} : { lang });
