import {
  type DatasetTranslations,
  isContentLanguage,
  TEXT_LENGTHS,
  type TranslatedTexts,
  type Translation,
} from "@archipel/contracts/dataset-translations.ts";
import { csvLineOf, unguardedText } from "@archipel/i18n/csv-text.ts";

export type Part = TranslatedTexts;
export type Text = Part["texts"][number];
/** Unsaved translations by cell. */
export type Draft = ReadonlyMap<string, string>;

const cellOf = (part: Part, text: Text, language: string) => JSON.stringify([part.layerId, text.key, language]);

/** What a cell shows: what was typed, or what is stored. */
export function shownIn(draft: Draft, part: Part, text: Text, language: string): string {
  return draft.get(cellOf(part, text, language)) ?? stored(text, language);
}

const stored = (text: Text, language: string) => (Object.hasOwn(text.translations, language) ? (text.translations[language] ?? "") : "");

/** The draft with a cell as it was typed; a cell as it is stored is no change. */
export function typed(draft: Draft, part: Part, text: Text, language: string, value: string): Draft {
  const next = new Map(draft);
  if (value === stored(text, language)) next.delete(cellOf(part, text, language));
  else next.set(cellOf(part, text, language), value);
  return next;
}

export function changesOf(draft: Draft): Translation[] {
  return [...draft].map(([cell, text]) => {
    const [layerId, key, language] = JSON.parse(cell) as [string | null, string, string];
    return { layerId, key, language, text: text.trim() };
  });
}

/** How many of the texts have a translation. */
export function countDone(draft: Draft, parts: readonly Part[], language: string): number {
  return parts.reduce((sum, part) => sum + part.texts.filter((text) => shownIn(draft, part, text, language).trim() !== "").length, 0);
}

/** The languages of the table: those that have a translation, and `first`, which readers of the portals choose. */
export function languagesOf({ language, parts }: DatasetTranslations, first: readonly string[]): string[] {
  const used = parts.flatMap(({ texts }) => texts.flatMap(({ translations }) => Object.keys(translations)));
  return [...new Set([...first, ...used])].filter((one) => one !== language && isContentLanguage(one));
}

const COLUMNS = ["layer", "key", "about"] as const;

/** All texts as a table for spreadsheets: one row a text, one column a language. */
export function csvOf({ language, parts }: DatasetTranslations, draft: Draft, languages: readonly string[]): string {
  const head = csvLineOf([...COLUMNS, language, ...languages], ";");
  const rows = parts.flatMap((part) =>
    part.texts.map((text) =>
      csvLineOf(
        [part.layerId ?? null, text.key, text.about ?? null, text.text, ...languages.map((one) => shownIn(draft, part, text, one) || null)],
        ";",
      ),
    ),
  );
  // Spreadsheets with a French locale expect the mark.
  return `\ufeff${head}${rows.join("")}`;
}

export interface ReadCsv {
  draft: Draft;
  /** Translations that differ from the stored ones. */
  changed: number;
  languages: string[];
  /** Lines that name no text of the dataset, and cells that are too long. */
  skipped: number;
}

/** A table as `csvOf` wrote it, over a draft. Empty cells change nothing, so that a file of one language keeps the others. Null: not such a table. */
export function readCsv(file: string, { language, parts }: DatasetTranslations, draft: Draft): ReadCsv | null {
  const [head = [], ...rows] = rowsOf(file);
  const [layerAt, keyAt] = [head.indexOf("layer"), head.indexOf("key")];
  const columns = head.flatMap((name, index) => (isContentLanguage(name) && name !== language ? [{ name, index }] : []));
  if (layerAt < 0 || keyAt < 0 || columns.length === 0) return null;
  let [next, skipped] = [draft, 0];
  const before = draft.size;
  for (const row of rows) {
    const part = parts.find(({ layerId }) => (layerId ?? "") === (row[layerAt] ?? ""));
    const text = part?.texts.find(({ key }) => key === row[keyAt]);
    if (!part || !text) {
      skipped += row.some(Boolean) ? 1 : 0;
      continue;
    }
    for (const { name, index } of columns) {
      const value = (row[index] ?? "").trim();
      if (value === "") continue;
      if (value.length > TEXT_LENGTHS[text.kind]) skipped += 1;
      else next = typed(next, part, text, name, value);
    }
  }
  return { draft: next, changed: next.size - before, languages: columns.map(({ name }) => name), skipped };
}

/** The cells of a CSV file (RFC 4180) with commas, semicolons or tabs. */
function rowsOf(file: string): string[][] {
  const text = file.replace(/^\ufeff/, "");
  const separator = [";", "\t", ","].find((one) => text.slice(0, text.search(/[\r\n]|$/)).includes(one)) ?? ";";
  const rows: string[][] = [[]];
  let [cell, isQuoted] = ["", false];
  const endCell = () => {
    rows.at(-1)?.push(unguardedText(cell));
    cell = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell === "") isQuoted = true;
    else if (sign === separator) endCell();
    else if (sign === "\n" || sign === "\r") {
      if (sign === "\r" && text[at + 1] === "\n") at += 1;
      endCell();
      rows.push([]);
    } else cell += sign;
  }
  endCell();
  return rows;
}
