import type { Field } from "../model/field.ts";
import { fieldTypes } from "../model/field.ts";
import { type FileModel, presences } from "../model/file.ts";
import { type GeometryRules, geometryTypes } from "../model/geometry.ts";
import type { Model } from "../model/model.ts";
import type { ForeignKey, TableModel } from "../model/table.ts";
import { conditionOf } from "./conditions.ts";
import { corrected, isDifferent } from "./differences.ts";
import { listOf } from "./lists.ts";
import { type FileFacts, fieldFacts, type ModelFacts, nameOf, type TableFacts } from "./model-facts.ts";
import { categoryTitles, documentTitles } from "./titles.ts";

/** Builds the model of the portal's facts, completed with what the facts do not say: titles, extra rules, and which field identifies a row. */
export function buildModel(facts: ModelFacts): Model {
  const { type, category, year } = nameOf(facts.name);
  const lists = listsOf(facts);
  const isAny = category === ANY;
  const label = isAny ? type : category ? `${type} ${category}${year === 2013 ? " 2013" : ""}` : `${type} ${year}`;
  const title = category ? categoryTitles[category] : documentTitles[type];
  if (!title) throw new Error(`no title of ${facts.name}`);
  return {
    $schema: "./model.schema.json",
    format: "archipel-model/1",
    id: idOf(facts.name),
    aliases: aliasesOf(facts.name),
    title: { fr: `CNIG ${label} – ${title.fr}`, en: `CNIG ${label} – ${title.en}` },
    standard: { name: `CNIG ${type}`, version: `v${year}`, url: "https://www.geoportail-urbanisme.gouv.fr/standard/" },
    folder: { pattern: facts.folder, example: exampleOf(type, category) },
    files: [...facts.files.values()].map(fileOf),
    tables: Object.fromEntries([...facts.tables].map(([name, table]) => [name, tableOf(name, table, facts.name)])),
    ...(lists ? { codeLists: lists } : {}),
    metadata: { rules: "iso19139" },
    extras: extrasOf(facts),
  };
}

/** The category of the model that accepts every category. */
const ANY = "ANY";

/** The model's id: `cnig-plu-2017`, `cnig-sup-ac1` for the easements of 2016, `cnig-sup-ac1-2013` for older ones. */
export function idOf(name: string): string {
  const { type, category, year } = nameOf(name);
  if (category === null) return `cnig-${type}-${year}`.toLowerCase();
  if (category === ANY) return "cnig-sup";
  return `cnig-${type}-${category}${year === 2013 ? "-2013" : ""}`.toLowerCase();
}

/** The names of the model on the national portal. */
export function aliasesOf(name: string): string[] {
  const { type, category, year } = nameOf(name);
  if (category === ANY) return [];
  return type === "SCoT" ? [`cnig_${name}`, `cnig_SCOT_${year}`] : [`cnig_${name}`];
}

function exampleOf(type: string, category: string | null): string {
  if (category) return `172014607_${category === ANY ? "AC1" : category}_088_20180130`;
  if (type === "SCoT") return "200078244_SCOT_20180218";
  return type === "PLUi" ? "200011781_PLUi_20180101" : `30014_${type}_20171013`;
}

function fileOf({ kind, presence, path, name }: FileFacts): FileModel {
  const known = presences.find((one) => one === presence);
  if (!known) throw new Error(`unknown presence ${presence}`);
  const common = { name, path: corrected(path), presence: known };
  if (kind === "table") return { ...common, kind, table: name };
  if (kind === "document" || kind === "metadata" || kind === "directory") return { ...common, kind };
  throw new Error(`unknown kind of file ${kind}`);
}

function listsOf({ name, tables }: ModelFacts): Model["codeLists"] {
  const lists: NonNullable<Model["codeLists"]> = {};
  for (const { lists: used } of tables.values()) {
    for (const national of used.values()) {
      const found = listOf(national, name);
      if (found) lists[found.name] = found.list;
    }
  }
  return Object.keys(lists).length > 0 ? lists : undefined;
}

/** Zones cover the whole territory and may exceed it a little: the portal does not compare them with it. */
const COVERING = new Set(["ZONE_URBA", "SECTEUR_CC"]);
const IDENTIFIERS = /^(LIB_ID[A-Z]+|IDSUP|IDACTE|IDGEN|IDASS)$/;

function tableOf(name: string, { fields, rules, lists }: TableFacts, model: string): TableModel {
  const built: Field[] = [];
  let geometry: GeometryRules | undefined;
  for (const [field, text] of fields) {
    const { type, required, isColumnOptional, ...facts } = fieldFacts(text);
    const drawn = geometryTypes.find((one) => one === type);
    const sort = fieldTypes.find((one) => one === type);
    if (drawn)
      geometry = {
        type: drawn,
        field,
        ...(required ? { required } : {}),
        ...(facts.unique ? { unique: true } : {}),
        ...(COVERING.has(name) ? { inEmprise: false } : {}),
      };
    else if (sort) {
      const { unique, pattern, ...rest } = facts;
      built.push({
        name: field,
        type: sort,
        ...(required ? { required } : {}),
        ...(isColumnOptional ? { isColumnOptional } : {}),
        ...(unique ? { unique } : {}),
        ...rest,
        ...(pattern ? { pattern: corrected(pattern) } : {}),
        ...referenceOf(model, name, field),
      });
    }
  }
  const identifying = built.find((field) => IDENTIFIERS.test(field.name)) ?? (name === "DOC_URBA" ? built[0] : undefined);
  if (identifying && name !== "SERVITUDE_ACTE_SUP") identifying.identifies = true;
  const foreignKeys = keysOf(lists, model);
  const conditions = [...rules].map(conditionOf);
  return {
    fields: built,
    ...(geometry ? { geometry } : {}),
    ...(conditions.length > 0 ? { conditions } : {}),
    ...(foreignKeys.length > 0 ? { foreignKeys } : {}),
    ...(/(GENERATEUR|ASSIETTE)_SUP_/.test(name) ? { mayBeEmpty: true } : {}),
    ...(/^(GENERATEUR|ASSIETTE)_SUP_/.test(name) ? { otherFields: "allow" as const } : {}),
  };
}

function referenceOf(model: string, table: string, field: string): Pick<Field, "reference"> {
  if (!isDifferent("reference", model, table, field)) return {};
  return { reference: { table: field === "IDACTE" ? "ACTE_SUP" : "SERVITUDE", field } };
}

function keysOf(lists: TableFacts["lists"], model: string): ForeignKey[] {
  const keys: ForeignKey[] = [];
  for (const [joined, national] of lists) {
    const found = listOf(national, model);
    const fields = joined.split(",");
    if (found) keys.push({ fields, to: { codeList: found.name, columns: "columns" in found.list ? found.list.columns : fields } });
  }
  return keys;
}

function extrasOf({ name, tables }: ModelFacts): NonNullable<Model["extras"]> {
  const { type, category, year } = nameOf(name);
  const metadata = { rule: "cnig-metadata", params: { type: type.toUpperCase() === "SCOT" ? "SCOT" : type, year } };
  if (category)
    return [
      { rule: "cnig-easements", ...(year === 2013 ? { params: { shortTerritory: "allow" } } : {}) },
      { rule: "cnig-written-documents" },
      metadata,
    ];
  if (!tables.has("DOC_URBA")) return [{ rule: "cnig-written-documents" }, metadata];
  const except = tables.has("TITRES_PIECES_ECRITES") ? ["TITRES_PIECES_ECRITES"] : [];
  const size = (table: string, params: Record<string, number | string>) => ({ rule: "table-size", params: { table, ...params } });
  return [
    { rule: "cnig-idurba", params: { format: year >= 2017 ? "v2" : "v1" } },
    { rule: "cnig-insee" },
    { rule: "cnig-written-documents", params: { folder: "Pieces_ecrites", except } },
    metadata,
    ...(tables.has("PRESCRIPTION_SURF") ? [{ rule: "cnig-prescriptions" }] : []),
    ...(type === "PLUi" ? [size("DOC_URBA_COM", { least: 2, code: "CNIG_DOC_URBA_COM_UNEXPECTED_SIZE" })] : []),
    ...(type === "SCoT" ? [size("PERIMETRE_SCOT", { least: 1, most: 1, code: "CNIG_PERIMETRE_SCOT_UNEXPECTED_SIZE" })] : []),
  ];
}
