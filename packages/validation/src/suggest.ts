import { readDocumentName } from "./extras/cnig/document-name.ts";
import type { CompiledFile, CompiledModel } from "./model/compile.ts";
import { compilePattern } from "./model/pattern.ts";
import type { TableModel } from "./model/table.ts";

/** Facts about a delivery that are known before a check. */
export interface DeliveryFacts {
  /** Name of its folder, or of the file. */
  name: string;
  isSingleFile: boolean;
  tables: readonly { name: string /** Path from the delivery's root. */; file: string; fields: readonly string[] }[];
  /** Values from its rows that identify the document, when they were read. */
  values?: { idurba?: string; typedoc?: string };
}

/** A model is suggested only if its fit is at least this. */
const MIN_FIT = 0.6;
/** Models whose fits differ by at most this count as equal: the year decides between them. */
const EQUAL_FIT = 0.03;

/**
 * The model that a delivery most likely follows: the folder's name matches, and tables and fields are those of the model. Of several editions
 * with an equal fit, the one in force on the document's date. Null when no model fits.
 */
export function suggestModel(facts: DeliveryFacts, models: readonly CompiledModel[]): CompiledModel | null {
  const names = namesOf(facts);
  const fits = models
    .map((model) => ({ model, fit: isNamed(facts, names, model) ? fitOf(facts, model) + evidence(facts, model) : 0 }))
    .filter(({ fit }) => fit >= MIN_FIT);
  const best = Math.max(...fits.map(({ fit }) => fit));
  const alike = fits.filter(({ fit }) => best - fit <= EQUAL_FIT).sort((a, b) => yearOf(a.model) - yearOf(b.model) || a.fit - b.fit);
  const document = names.map(readDocumentName).find((name) => name !== null);
  const year = document ? Number(document.date.slice(0, 4)) : null;
  const inForce = year === null ? [] : alike.filter(({ model }) => yearOf(model) <= year);
  return inForce.at(-1)?.model ?? (year === null ? alike.at(-1) : alike[0])?.model ?? null;
}

/** The possible names of the document: the folder's name and IDURBA, completed with TYPEDOC when it is known. */
function namesOf({ name, values = {} }: DeliveryFacts): string[] {
  const names = [name, ...(values.idurba ? [values.idurba] : [])];
  const { typedoc } = values;
  if (!typedoc) return names;
  return names.flatMap((one) => {
    const spelled = readDocumentName(one);
    if (spelled?.kind === "planning") return [`${spelled.territory}_${typedoc}_${spelled.date}`];
    const short = /^([0-9AB]{5}|[0-9]{9})_?([0-9]{8})$/.exec(one);
    return short ? [`${short[1]}_${typedoc}_${short[2]}`] : [one];
  });
}

/** True when the name matches the model's folder pattern, if there is one. A single file has no folder. */
function isNamed({ isSingleFile }: DeliveryFacts, names: readonly string[], { folder }: CompiledModel): boolean {
  return folder === null || isSingleFile || names.some((name) => folder.test(name));
}

/** The share of common fields, 0…1, averaged over the delivery's tables. */
function fitOf({ tables }: DeliveryFacts, model: CompiledModel): number {
  if (tables.length === 0) return 0;
  const sum = tables.reduce((total, { file, name, fields }) => {
    const table = tableFor(file, name, model);
    return total + (table ? common(fields, table) : 0);
  }, 0);
  return sum / tables.length;
}

/** A bonus when the folder's name matches, and a penalty when IDURBA has the format of another edition. */
function evidence({ name, values }: DeliveryFacts, { folder, model }: CompiledModel): number {
  const isOld = values?.idurba === undefined ? null : readDocumentName(values.idurba) === null;
  const format = model.extras?.find(({ rule }) => rule === "cnig-idurba")?.params?.format;
  const contradicts = isOld !== null && format !== undefined && isOld !== (format === "v1");
  return (folder?.test(name) ? 0.1 : 0) - (contradicts ? 0.2 : 0);
}

/**
 * The table of a model that a layer of a file is, by the file's name and path; null when the model has none of that name.
 *
 * @param file path with or without its folder
 */
export function tableFor(file: string, layer: string, { files, tables }: CompiledModel): TableModel | null {
  const stem = file.replace(/\.[^./]+$/, "");
  const base = stem.slice(stem.lastIndexOf("/") + 1);
  const fits = (candidate: CompiledFile) => candidate.path.test(stem) || candidate.name.test(base);
  for (const candidate of files.filter(fits).sort((a, b) => b.file.path.length - a.file.path.length)) {
    const { file: asked } = candidate;
    if (asked.kind === "table") return tables.get(asked.table) ?? null;
    const found = asked.kind === "tables" ? asked.tables.find(({ name }) => compilePattern(name, false).test(layer)) : undefined;
    if (found) return tables.get(found.table) ?? null;
  }
  return null;
}

/** The share of common fields among all fields. Fields that the model does not have count twice: they indicate another model. */
function common(fields: readonly string[], { fields: wanted }: TableModel): number {
  const names = new Set(wanted.map(({ name }) => name.toUpperCase()));
  const delivered = new Set(fields.map((field) => field.toUpperCase()));
  const shared = [...delivered].filter((field) => names.has(field)).length;
  const unknown = delivered.size - shared;
  return names.size === 0 ? 0 : (2 * shared) / (shared * 2 + (names.size - shared) + 2 * unknown);
}

/** The year in the version or date of the standard; 0 when they contain no year. */
function yearOf({ model: { standard } }: CompiledModel): number {
  return Number(/[0-9]{4}/.exec(standard?.version ?? standard?.date ?? "")?.[0] ?? 0);
}
