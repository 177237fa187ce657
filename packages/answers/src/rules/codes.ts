import { LOCALES, type Locale } from "@archipel/i18n/locales.ts";
import type { CodeList } from "../packs/pack.ts";
import type { SourceRequirement } from "../packs/source.ts";
import type { Span } from "../report/spans.ts";
import { type Fields, textIn } from "./fields.ts";

/** Code lists by name: those of a pack, and those of the model that the layer was checked by. The first that has the name counts. */
export type CodeLists = readonly Readonly<Record<string, CodeList>>[];

/** A text with its language. Labels of standards exist in French only. `spans`: its parts in other languages. */
export interface Text {
  lang: Locale;
  text: string;
  spans?: Span[] | undefined;
}

/** The label of a code. `gloss`: what it means, in the reader's language, when the label is in another. */
export interface CodeLabel extends Text {
  gloss?: string;
}

type Glosses = Readonly<Record<string, Readonly<Record<string, Partial<Record<Locale, string>>>>>>;

export interface Code {
  /** Names of its list in the editions of the standard. */
  lists: readonly string[];
  /** The values of its fields, joined by `-`: `05-02`. */
  value: string;
  parts: readonly string[];
}

/** The code of a feature. A missing subtype is `00`, the family as a whole; null when the first field is empty. */
export function codeOf({ code }: Pick<SourceRequirement, "code">, fields: Fields): Code | null {
  if (!code) return null;
  const [first, ...rest] = code.fields.map((name) => textIn(fields, name));
  if (!first) return null;
  const parts = [first, ...rest.map((value) => value ?? "00")];
  return { lists: code.lists, value: parts.join("-"), parts };
}

/** The label of a code with what it means for readers of another language than the label's. */
export function explained(
  label: Text | null,
  glosses: Glosses | undefined,
  { lists, parts }: Pick<Code, "lists" | "parts">,
  locale: Locale,
): CodeLabel | null {
  if (label === null || glosses === undefined || label.lang === locale) return label;
  const known = lists.map((name) => (Object.hasOwn(glosses, name) ? glosses[name] : undefined)).find((one) => one !== undefined);
  const gloss = known?.[parts.join("-")]?.[locale] ?? known?.[`${parts.slice(0, -1).join("-")}-00`]?.[locale];
  return gloss === undefined ? label : { ...label, gloss };
}

/** The label of a code in its list, else of its family; null when no list has one. */
export function labelOfCode(lists: CodeLists, code: Pick<Code, "lists" | "parts">, locale: Locale): Text | null {
  const found = rowOf(lists, code);
  if (!found) return null;
  const column = labelColumn(found.list, locale);
  const text = column ? (found.row[column.index] ?? "").trim() : "";
  return column && text !== "" ? { lang: column.lang, text } : null;
}

/** What columns of a code's row contain, without empty cells: its articles of law. */
export function cellsOfCode(lists: CodeLists, code: Pick<Code, "lists" | "parts">, columns: readonly string[]): string[] {
  const found = rowOf(lists, code);
  if (!found) return [];
  const cells = columns.map((name) => (found.row[found.list.columns.indexOf(name)] ?? "").trim());
  return [...new Set(cells.filter((cell) => cell !== ""))];
}

/** The labels of several codes in one text, `10-21-22`, in their order; unknown codes are left out. */
export function labelsOfCodes(lists: CodeLists, list: string, joined: string, locale: Locale): Text | null {
  const texts = joined.split("-").flatMap((part) => labelOfCode(lists, { lists: [list], parts: [part.trim()] }, locale) ?? []);
  const [first] = texts;
  return first ? { lang: first.lang, text: texts.map(({ text }) => text).join(", ") } : null;
}

function rowOf(
  lists: CodeLists,
  { lists: names, parts }: Pick<Code, "lists" | "parts">,
): { list: CodeList; row: readonly string[] } | null {
  const value = parts.join("-");
  for (const record of lists) {
    for (const name of names) {
      const list = Object.hasOwn(record, name) ? record[name] : undefined;
      if (!list) continue;
      const rows = rowsByCode(list, parts.length);
      const row = rows.get(value) ?? rows.get(`${parts.slice(0, -1).join("-")}-00`);
      if (row) return { list, row };
    }
  }
  return null;
}

const indexes = new WeakMap<CodeList, Map<number, Map<string, readonly string[]>>>();

/** The rows of a list by its first columns, which have the code. */
function rowsByCode(list: CodeList, columns: number): ReadonlyMap<string, readonly string[]> {
  const known = indexes.get(list) ?? new Map<number, Map<string, readonly string[]>>();
  indexes.set(list, known);
  const rows = known.get(columns) ?? new Map(list.rows.map((row) => [row.slice(0, columns).join("-"), row]));
  known.set(columns, rows);
  return rows;
}

/** The column with labels: that of the language, else that of another language, else LIBELLE or label, which are French. */
function labelColumn({ columns }: CodeList, locale: Locale): { index: number; lang: Locale } | null {
  for (const lang of [locale, ...LOCALES]) if (columns.includes(lang)) return { index: columns.indexOf(lang), lang };
  const index = columns.findIndex((name) => /^(libelle|label)$/i.test(name));
  return index < 0 ? null : { index, lang: "fr" };
}
