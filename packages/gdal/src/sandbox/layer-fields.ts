import { DXF_INNER_FIELDS } from "../formats/dxf.ts";
import { GEOMETRY_WRITTEN } from "../formats/row-columns.ts";
import { type FieldType, type Format, type InspectionFinding, isGeoJson, isTable, type SourceField } from "../model.ts";
import { type InfoLayer, LOCAL_MOMENTS, MIXED_MOMENTS } from "./ogr-info.ts";
import { type Opened, type Opening, twinsOf } from "./open-as.ts";
import { packageFieldsQuery } from "./package-query.ts";
import { hasMixedMoments, type Surveyed, surveyedDigits, surveyedField, surveyedMoment, surveyFields } from "./survey.ts";
import type { Gdal } from "./wasm.ts";

/** Maps GDAL's field types to ours; others (binary) are dropped. Lists and JSON are read as text. */
const TYPES: Record<string, FieldType> = {
  String: "text",
  Integer: "integer",
  Integer64: "integer",
  Real: "double",
  Date: "date",
  DateTime: "datetime",
  [LOCAL_MOMENTS]: "localdatetime",
  Time: "text",
  StringList: "text",
  IntegerList: "text",
  Integer64List: "text",
  RealList: "text",
};
/** Formats that have unused columns, or do not declare the types of their columns: their values are read to know. */
const SURVEYED: ReadonlySet<Format> = new Set(["gml", "gpx", "dxf"]);

/** The fields of a layer that our own reader of GeoJSON describes: it knows their types. */
export function plainFields(fields: InfoLayer["fields"]): SourceField[] {
  return fields.flatMap(({ name, type, subType }) => {
    const known = subType === "Boolean" ? "boolean" : TYPES[type];
    return known ? [{ name, type: known }] : [];
  });
}

interface FieldsToFind {
  format: Format;
  opening: Opening;
  opened: Opened;
  layer: InfoLayer;
  /** Options of ogr2ogr that select the features of the layer. */
  selection: readonly string[];
}

/**
 * The fields of a layer with their types, by the names of its source before repairs of its encoding.
 *
 * @param gdal null when GDAL was not needed for this file
 * @param report receives findings about fields
 */
export async function fieldsOf(
  gdal: Gdal | null,
  { format, opening, opened, layer, selection }: FieldsToFind,
  report: (finding: Pick<InspectionFinding, "rule" | "severity" | "field" | "params">) => void,
): Promise<SourceField[]> {
  const twins = new Set(isGeoJson(format) ? [] : twinsOf(layer.fields));
  const fields: SourceField[] = [];
  const digits: string[] = [];
  // In what we pass to GDAL as GeoJSON, moments are texts.
  const areMomentsTexts = isGeoJson(format) || format === "kml" || format === "kmz";
  for (const [position, field] of layer.fields.entries()) {
    const type =
      opened.kinds[position] ??
      opened.declaredTypes?.get(field.name) ??
      opened.csv?.types.get(field.name) ??
      (field.subType === "Boolean" ? "boolean" : TYPES[field.type]);
    if (field.name === GEOMETRY_WRITTEN || (format === "dxf" && DXF_INNER_FIELDS.has(field.name))) continue;
    if (!type) report({ rule: "field-dropped", severity: "warning", field: field.name, params: { type: field.type } });
    else if (twins.has(field.name)) report({ rule: "field-twin", severity: "warning", field: field.name, params: {} });
    else fields.push({ name: field.name, type: type === "digits" ? "text" : type });
    if (type === "digits") digits.push(field.name);
    if (field.subType === MIXED_MOMENTS) report(mixed(field.name));
    if (opened.longNumbers.has(field.name)) report(asText(field.name));
  }
  // Our own reader of GeoJSON has no dataset, and knows the types.
  if (gdal === null || opened.dataset === 0) return fields;
  const survey = (some: readonly SourceField[], how: readonly string[]) =>
    some.length === 0 ? Promise.resolve([]) : surveyFields(gdal, opened.dataset, opening.workDirectory, some, how, areMomentsTexts);
  if (SURVEYED.has(format)) {
    const surveyed = await survey(fields, selection);
    reportMixed(surveyed, report);
    const kept = format === "gml" ? surveyed : surveyed.filter(({ facts }) => facts.filled > 0);
    return kept.map((one) => (format === "gml" || one.field.type === "datetime" ? surveyedField(one) : one.field));
  }
  const isDoubtful = ({ name, type }: SourceField) =>
    areMomentsTexts ? type === "text" : (type === "datetime" && !isTable(format)) || digits.includes(name);
  const doubtful = fields.filter(isDoubtful);
  const names = doubtful.map(({ name }) => name);
  const surveyed = await survey(doubtful, format === "gpkg" ? ["-sql", packageFieldsQuery(layer, names)] : []);
  reportMixed(surveyed, report);
  const found = new Map<string, SourceField>();
  for (const one of surveyed) {
    const known = digits.includes(one.field.name) ? surveyedDigits(one) : areMomentsTexts ? surveyedMoment(one) : surveyedField(one);
    if (digits.includes(known.name) && known.type === "text") report(asText(known.name));
    found.set(known.name, known);
  }
  return fields.map((field) => found.get(field.name) ?? field);
}

function reportMixed(surveyed: readonly Surveyed[], report: Parameters<typeof fieldsOf>[2]): void {
  for (const one of surveyed) if (hasMixedMoments(one)) report(mixed(one.field.name));
}

function mixed(field: string) {
  return { rule: "moments-mixed", severity: "info", field, params: {} } as const;
}

function asText(field: string) {
  return { rule: "integers-as-text", severity: "info", field, params: {} } as const;
}
