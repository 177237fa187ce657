import { readDocumentName } from "./extras/cnig/document-name.ts";
import type { CompiledFile, CompiledModel } from "./model/compile.ts";
import { whole } from "./model/pattern.ts";
import type { TableModel } from "./model/table.ts";

/** What is known of a delivery before it is checked. */
export interface DeliveryFacts {
  /** Name of its folder, or of the file. */
  name: string;
  isSingleFile: boolean;
  tables: readonly { name: string /** Path from the delivery's root. */; file: string; fields: readonly string[] }[];
  /** What its rows say of the document, where somebody looked. */
  values?: { idurba?: string; typedoc?: string };
}

/** Less than this of the fields in common, and nothing is suggested. */
const LEAST = 0.6;
/** Models that fit equally well but for so much are told apart by their year. */
const ALIKE = 0.03;

/**
 * The model that a delivery was most likely made for: its folder is named as the model wants, its tables are those of the model, field by
 * field. Of several editions that fit alike, the one that was in force on the document's day. Null when none fits.
 */
export function suggestModel(facts: DeliveryFacts, models: readonly CompiledModel[]): CompiledModel | null {
  const names = namesOf(facts);
  const fits = models
    .map((model) => ({ model, fit: isNamed(facts, names, model) ? fitOf(facts, model) + evidence(facts, model) : 0 }))
    .filter(({ fit }) => fit >= LEAST);
  const best = Math.max(...fits.map(({ fit }) => fit));
  const alike = fits.filter(({ fit }) => best - fit <= ALIKE).sort((a, b) => yearOf(a.model) - yearOf(b.model) || a.fit - b.fit);
  const document = names.map(readDocumentName).find((name) => name !== null);
  const year = document ? Number(document.date.slice(0, 4)) : null;
  const inForce = year === null ? [] : alike.filter(({ model }) => yearOf(model) <= year);
  return inForce.at(-1)?.model ?? (year === null ? alike.at(-1) : alike[0])?.model ?? null;
}

/** The names that the document goes by: its folder's, IDURBA in the spelling of 2017, and what TYPEDOC makes of them. */
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

/** A model that says how its folder is named is only meant where it is so; a file by itself has no folder. */
function isNamed({ isSingleFile }: DeliveryFacts, names: readonly string[], { folder }: CompiledModel): boolean {
  return folder === null || isSingleFile || names.some((name) => folder.test(name));
}

/** How much of the tables and fields the delivery and the model have in common, 0…1, over the delivery's tables. */
function fitOf({ tables }: DeliveryFacts, model: CompiledModel): number {
  if (tables.length === 0) return 0;
  const sum = tables.reduce((total, { file, name, fields }) => {
    const table = tableFor(file, name, model);
    return total + (table ? common(fields, table) : 0);
  }, 0);
  return sum / tables.length;
}

/** A folder that is named as wanted speaks for a model, an IDURBA in the other spelling against it. */
function evidence({ name, values }: DeliveryFacts, { folder, model }: CompiledModel): number {
  const isOld = values?.idurba === undefined ? null : readDocumentName(values.idurba) === null;
  const format = model.extras?.find(({ rule }) => rule === "cnig-idurba")?.params?.format;
  const contradicts = isOld !== null && format !== undefined && isOld !== (format === "v1");
  return (folder?.test(name) ? 0.1 : 0) - (contradicts ? 0.2 : 0);
}

function tableFor(file: string, layer: string, { files, tables }: CompiledModel): TableModel | null {
  const stem = file.replace(/\.[^./]+$/, "");
  const base = stem.slice(stem.lastIndexOf("/") + 1);
  const fits = (candidate: CompiledFile) => candidate.path.test(stem) || candidate.name.test(base);
  for (const candidate of files.filter(fits).sort((a, b) => b.file.path.length - a.file.path.length)) {
    const { file: asked } = candidate;
    if (asked.kind === "table") return tables.get(asked.table) ?? null;
    const found = asked.kind === "tables" ? asked.tables.find(({ name }) => whole(name, false).test(layer)) : undefined;
    if (found) return tables.get(found.table) ?? null;
  }
  return null;
}

/** Fields in common over all fields of both; those that the model does not know count twice, for whoever wrote them had a reason. */
function common(fields: readonly string[], { fields: wanted }: TableModel): number {
  const names = new Set(wanted.map(({ name }) => name.toUpperCase()));
  const delivered = new Set(fields.map((field) => field.toUpperCase()));
  const shared = [...delivered].filter((field) => names.has(field)).length;
  const unknown = delivered.size - shared;
  return names.size === 0 ? 0 : (2 * shared) / (shared * 2 + (names.size - shared) + 2 * unknown);
}

/** The year in the edition of a standard; 0 when it names none. */
function yearOf({ model: { standard } }: CompiledModel): number {
  return Number(/[0-9]{4}/.exec(standard?.version ?? standard?.date ?? "")?.[0] ?? 0);
}
