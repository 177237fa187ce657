import { GEOMETRY_WRITTEN } from "../formats/row-columns.ts";
import type { InfoLayer } from "./ogr-info.ts";

/** What SQLite stores as numbers and dates, whatever a column declares, GDAL would force into 64 bits or cut to milliseconds. */
const AS_TEXT: ReadonlySet<string> = new Set(["Integer", "Integer64", "DateTime"]);

/**
 * The query that reads a layer of a GeoPackage: whole numbers and moments as the texts that they are, and whether each row has bytes in place
 * of a geometry, because GDAL returns null for bytes that are not one.
 */
export function packageQuery({ name, key, geometry, fields }: InfoLayer): string {
  const columns = fields.map((field) =>
    AS_TEXT.has(field.type) && field.subType !== "Boolean"
      ? `CAST(${quoted(field.name)} AS TEXT) AS ${quoted(field.name)}`
      : quoted(field.name),
  );
  const shape = geometry?.column ? [quoted(geometry.column), `${quoted(geometry.column)} IS NOT NULL AS ${GEOMETRY_WRITTEN}`] : [];
  return `SELECT ${[...(key === null ? [] : [quoted(key)]), ...shape, ...columns].join(", ")} FROM ${quoted(name)}`;
}

/** The query that reads only some fields of a layer. */
export function packageFieldsQuery(layer: InfoLayer, fields: readonly string[]): string {
  const chosen = layer.fields.filter(({ name }) => fields.includes(name));
  return packageQuery({ ...layer, key: null, geometry: null, fields: chosen });
}

/** A name as an identifier of SQLite. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
