import { z } from "zod";
import { id } from "./ids.ts";

/**
 * Languages that texts of data may be written in (BCP 47): those of the European Union and its neighbours, regional languages of France, and
 * the most spoken ones of the world. More than the languages of the interface.
 */
export const CONTENT_LANGUAGES = [
  ...["fr", "en", "de", "es", "it", "pt", "nl"],
  ...["bg", "ca", "cs", "cy", "da", "el", "et", "eu", "fi", "ga", "gl", "hr", "hu", "is", "lb", "lt", "lv", "mt", "no", "pl"],
  ...["ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk"],
  ...["br", "co", "gsw", "oc", "gcf", "gcr", "rcf", "ty"],
  ...["ar", "fa", "he", "hi", "id", "ja", "ko", "th", "vi", "zh"],
] as const;
export const contentLanguage = z.string().refine((tag) => isContentLanguage(tag), { message: "language-unknown" });

export function isContentLanguage(tag: string): boolean {
  return (CONTENT_LANGUAGES as readonly string[]).includes(tag);
}

/** Languages that are written from right to left. */
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he"]);
export function directionOf(language: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";
}

/** What a text is: it decides how long a translation may be. */
export const TEXT_LENGTHS = {
  title: 200,
  abstract: 5000,
  lineage: 5000,
  constraints: 5000,
  keyword: 60,
  label: 120,
  help: 300,
  value: 120,
  class: 120,
  other: 120,
} as const;
export type TextKind = keyof typeof TEXT_LENGTHS;

/** Names a text of a dataset or layer: `title`, `label:<column>`, `value:<column>:<value>`… */
export const textKey = z.string().min(1).max(400);
export const textKeyOf = (kind: TextKind, ...parts: readonly (string | number | boolean)[]) => [kind, ...parts].join(":");

/** The translations of a dataset's or layer's texts: for each key, a text per language. The text of the owner's language is not here. */
export const translations = z.record(textKey, z.record(z.string(), z.string()));
export type Translations = z.infer<typeof translations>;

/** A text that can be translated, as its owner wrote it. */
export interface TranslatableText {
  key: string;
  kind: TextKind;
  text: string;
  /** What it names, if the text alone does not say it: a field, a value. */
  about: string | null;
}

/** The texts of one dataset or layer, with their translations. `layerId`: null for the dataset itself. */
export const translatedTexts = z.object({
  layerId: id.nullable(),
  title: z.string(),
  texts: z.array(
    z.object({
      key: textKey,
      kind: z.enum(Object.keys(TEXT_LENGTHS) as [TextKind, ...TextKind[]]),
      text: z.string(),
      about: z.string().nullable(),
      translations: z.record(z.string(), z.string()),
    }),
  ),
});
export type TranslatedTexts = z.infer<typeof translatedTexts>;
export const datasetTranslations = z.object({ language: z.string(), parts: z.array(translatedTexts) });
export type DatasetTranslations = z.infer<typeof datasetTranslations>;

/** One translation; an empty text removes it. */
export const translation = z.object({
  layerId: id.nullable(),
  key: textKey,
  language: contentLanguage,
  text: z.string().trim().max(5000),
});
export type Translation = z.infer<typeof translation>;

/** The most translations of one call: a whole file. */
export const TRANSLATIONS_MAX = 5000;

/** A text in the reader's language. `lang` is its language when it is another one. */
export interface ShownText {
  text: string;
  lang?: string;
}

/**
 * The text for a reader: in the reader's language, in its language without the region, or as the owner wrote it.
 *
 * @param written the owner's text and its language
 * @param reader a BCP 47 tag
 */
export function textFor(
  found: Readonly<Record<string, string>> | undefined,
  written: { text: string; language: string },
  reader: string,
): ShownText {
  const primary = primaryOf(reader);
  if (written.language === primary) return { text: written.text };
  const text = found && ownValue(found, primary);
  return text ? { text } : { text: written.text, lang: written.language };
}

export const primaryOf = (tag: string) => tag.toLowerCase().split("-")[0] ?? tag;

/** A property of an object that was read from JSON, never one that all objects have. */
export function ownValue<T>(from: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(from, key) ? from[key] : undefined;
}
