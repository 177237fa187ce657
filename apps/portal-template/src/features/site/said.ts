import type { ContentLanguage } from "@archipel/blocks/languages.ts";
import { readText, type Texts } from "@archipel/blocks/texts.ts";
import type { Locale } from "@archipel/i18n/locales.ts";

/** A text as it is shown. `attrs`: the attribute `lang`, when it is in another language than the page. Empty: nobody would see or hear it. */
export interface Said {
  readonly text: string;
  readonly attrs: { readonly lang?: ContentLanguage };
}

export interface Reader {
  readonly locale: Locale;
  /** The language of texts that are not written in the reader's. */
  readonly fallback: ContentLanguage;
}

/** Spaces, control characters and characters that are never drawn say nothing, and a heading of them would be empty. */
const SAYS_SOMETHING = /[^\p{Z}\p{C}\p{DI}]/u;

export function say({ locale, fallback }: Reader, texts: Texts): Said {
  const { text, lang } = readText(texts, locale, fallback);
  if (!SAYS_SOMETHING.test(text)) return { text: "", attrs: {} };
  return { text, attrs: lang === undefined || lang === locale ? {} : { lang } };
}
