import type { Geometry } from "@archipel/geo/geojson.ts";
import type { CellValue } from "../delivery/delivery.ts";
import type { Field } from "../model/field.ts";
import type { Model } from "../model/model.ts";
import type { MadeTable } from "./make-delivery.ts";

export type MadeRow = Record<string, CellValue>;
/** A row and its geometry, if it has one. */
export type MadeFeature = readonly [MadeRow, (Geometry | undefined)?];

/** Makes a table of a model. Rows give only the values that matter: other required fields get a default value of their type. */
export function fillTable(
  model: Model,
  table: string,
  file: string,
  rows: readonly MadeFeature[],
  more: { name?: string; srid?: number } = {},
): MadeTable {
  const found = model.tables?.[table];
  if (!found) throw new Error(`no table ${table}`);
  const hasGeometry = found.geometry !== undefined;
  const fields = found.fields.filter(({ name, isColumnOptional }) => !isColumnOptional || rows.some(([row]) => name in row));
  const listed = new Map(
    (found.foreignKeys ?? []).flatMap(({ fields: [only, ...others], to }) =>
      only && others.length === 0 && "codeList" in to ? [[only, to.codeList] as const] : [],
    ),
  );
  return {
    file,
    ...(more.name ? { name: more.name } : {}),
    fields: Object.fromEntries(fields.map(({ name, type }) => [name, typeOf(type)])),
    rows: rows.map(([row, geometry]) => ({
      values: fields.map((field) =>
        field.name in row ? (row[field.name] ?? null) : field.required ? usualValue(field, model, listed.get(field.name)) : null,
      ),
      geometry: geometry ?? null,
    })),
    ...(hasGeometry ? { srid: more.srid ?? 2154 } : {}),
  };
}

function typeOf(type: Field["type"]) {
  return type === "integer" || type === "double" || type === "date" ? type : "text";
}

function usualValue(field: Field, model: Model, listOfKey: string | undefined): CellValue {
  if (field.values) return field.values[0] ?? "";
  const listed = field.codeList?.list ?? listOfKey;
  if (listed !== undefined) {
    const list = model.codeLists?.[listed];
    return list && "rows" in list ? (list.rows[0]?.[0] ?? "") : "";
  }
  switch (field.type) {
    case "integer":
    case "double":
      return field.minimum ?? 1;
    case "date":
    case "datetime":
      return "2024-01-31";
    case "boolean":
      return "T";
    case "url":
      return "https://exemple.fr/fiche";
    default:
      return "A";
  }
}
