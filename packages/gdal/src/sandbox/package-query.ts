import { EXAMPLE_ROW, GEOMETRY_WRITTEN } from "../formats/row-columns.ts";
import type { InfoLayer } from "./ogr-info.ts";

/** What SQLite stores as numbers and dates, whatever a column declares, GDAL would force into 64 bits or cut to milliseconds. */
const AS_TEXT: ReadonlySet<string> = new Set(["Integer", "Integer64", "DateTime"]);

/** A point at 0, 0 as a blob of a GeoPackage. */
const POINT = `X'47500001000000000101000000${"00".repeat(16)}'`;

/**
 * The query that reads a layer of a GeoPackage: whole numbers and moments as the texts that they are, and whether each row has bytes in place
 * of a geometry, because GDAL returns null for bytes that are not one.
 *
 * GDAL looks for the geometry column in the first row alone: broken bytes there would cost the geometries of all rows. So a layer with
 * geometries begins with an example that has a point, which the reader of the rows leaves out.
 */
export function packageQuery({ name, key, geometry, fields }: InfoLayer): string {
  const columns = fields.map((field) =>
    AS_TEXT.has(field.type) && field.subType !== "Boolean"
      ? `CAST(${quoted(field.name)} AS TEXT) AS ${quoted(field.name)}`
      : quoted(field.name),
  );
  const select = (shape: readonly string[]) =>
    `SELECT ${[...(key === null ? [] : [quoted(key)]), ...shape, ...columns].join(", ")} FROM ${quoted(name)}`;
  if (!geometry?.column) return select([]);
  const column = quoted(geometry.column);
  const example = select([`${POINT} AS ${column}`, `${EXAMPLE_ROW} AS ${GEOMETRY_WRITTEN}`]);
  const rows = select([column, `${column} IS NOT NULL AS ${GEOMETRY_WRITTEN}`]);
  return `SELECT * FROM (${example} LIMIT 1) UNION ALL ${rows}`;
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
