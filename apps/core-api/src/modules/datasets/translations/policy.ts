import {
  ownValue,
  TEXT_LENGTHS,
  type TextKind,
  type TranslatableText,
  type Translation,
  type Translations,
  textKeyOf,
} from "@archipel/contracts/dataset-translations.ts";
import type { DatasetTexts } from "./queries.ts";

/** The most bytes of the translations of one dataset or layer. */
const MOST_BYTES = 2_000_000;

/** The texts of a dataset's record that people read. */
export function textsOfDataset({ title, keywords, ...record }: DatasetTexts): TranslatableText[] {
  const paragraphs = PARAGRAPHS.flatMap((kind): TranslatableText[] =>
    record[kind] === "" ? [] : [{ key: textKeyOf(kind), kind, text: record[kind], about: null }],
  );
  return [
    { key: textKeyOf("title"), kind: "title", text: title, about: null },
    ...paragraphs,
    ...keywords.map((keyword): TranslatableText => ({ key: textKeyOf("keyword", keyword), kind: "keyword", text: keyword, about: null })),
  ];
}

/** Texts of several lines. */
const PARAGRAPHS = ["abstract", "lineage", "constraints"] as const;
const SEVERAL_LINES: readonly TextKind[] = [...PARAGRAPHS, "help"];

export interface Flaw {
  code: "translation-text-unknown" | "translation-own-language" | "translation-too-long" | "translation-one-line" | "translations-too-many";
  params: Record<string, string | number>;
}

/** Translations after a change; those of texts that are gone stay, because a class or a value may come back. */
export function changedTexts(
  before: Translations,
  changes: readonly Translation[],
  { texts, language }: { texts: readonly TranslatableText[]; language: string },
): { texts: Translations } | Flaw {
  const known = new Map(texts.map((one) => [one.key, one]));
  const after = new Map(Object.entries(before).map(([key, said]) => [key, new Map(Object.entries(said))]));
  for (const { key, language: spoken, text } of changes) {
    const about = known.get(key);
    if (!about) return { code: "translation-text-unknown", params: { key: key.slice(0, 120) } };
    if (spoken === language) return { code: "translation-own-language", params: { language } };
    const flaw = text === "" ? null : flawOf(about, text);
    if (flaw) return flaw;
    const said = after.get(key) ?? new Map<string, string>();
    if (text === "") said.delete(spoken);
    else said.set(spoken, text);
    after.set(key, said);
  }
  const made = Object.fromEntries([...after].flatMap(([key, said]) => (said.size === 0 ? [] : [[key, Object.fromEntries(said)]])));
  if (Buffer.byteLength(JSON.stringify(made)) > MOST_BYTES)
    return { code: "translations-too-many", params: { most: MOST_BYTES / 1_000_000 } };
  return { texts: made };
}

function flawOf({ kind, text: written }: TranslatableText, text: string): Flaw | null {
  const most = TEXT_LENGTHS[kind];
  if (text.length > most) return { code: "translation-too-long", params: { most, text: written.slice(0, 80) } };
  if (!SEVERAL_LINES.includes(kind) && /\p{Cc}/u.test(text))
    return { code: "translation-one-line", params: { text: written.slice(0, 80) } };
  return null;
}

/** Texts with what they are in other languages. */
export function withTranslations(texts: readonly TranslatableText[], stored: Translations) {
  return texts.map((one) => ({ ...one, translations: ownValue(stored, one.key) ?? {} }));
}
