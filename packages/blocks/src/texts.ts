import { z } from "zod";
import { CONTENT_LANGUAGES, type ContentLanguage } from "./languages.ts";

/** A text in each language in which it was written; possibly in none while a page is a draft. */
export type Texts = Partial<Record<ContentLanguage, string>>;

/** Texts of at most `max` characters each. An empty one is left out, so that `{}` is the only way to say "not written". */
export function texts(max: number, { isOneLine }: { readonly isOneLine: boolean }) {
  const one = z.string().trim().max(max);
  const written = isOneLine ? one.refine((text) => !/\p{Cc}/u.test(text), { message: "control-characters" }) : one;
  const languages = Object.keys(CONTENT_LANGUAGES) as ContentLanguage[];
  return z
    .partialRecord(z.enum(languages), written)
    .transform((all): Texts => Object.fromEntries(Object.entries(all).filter(([, text]) => text !== "")));
}

/** The text for a reader, with its language when that is another one than asked: pages mark it with `lang`. */
export function readText(all: Texts, wanted: ContentLanguage, fallback: ContentLanguage): { text: string; lang?: ContentLanguage } {
  const own = all[wanted];
  if (own !== undefined) return { text: own };
  const first = Object.keys(all).find((one): one is ContentLanguage => one in CONTENT_LANGUAGES);
  const lang = all[fallback] === undefined ? first : fallback;
  return lang === undefined ? { text: "" } : { text: all[lang] ?? "", lang };
}
