import type { FeatureChange } from "@archipel/contracts/features.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { namingColumn } from "../../describe/naming-column.ts";
import { styleOf } from "../../describe/style.ts";
import type { EditedLayer } from "../../revisions/edited-layer.ts";
import { attributeList, attributeOf, recordOf } from "../../tables/attribute-columns.ts";
import { differenceTable, presentRows, type UpdatedLayer } from "./tables.ts";

type Row = Record<string, unknown> & {
  fid: number;
  operation: FeatureChange["operation"];
  isGeometryChanged: boolean;
  before: string | null;
  after: string | null;
};

/**
 * Changes of an update with both states of each feature, in the order of fid. All columns are included, because editors of the layer see
 * them.
 *
 * @param key the columns that identify features; without any, the layer's own naming column
 */
export async function pageOfDifference(
  sql: SqlSession,
  updated: UpdatedLayer,
  { style, geometryType }: EditedLayer,
  key: readonly string[],
  operation: FeatureChange["operation"] | null,
  page: { limit: number; offset: number },
): Promise<FeatureChange[]> {
  const { fields } = updated.spec;
  const side = (alias: string, table: string) =>
    `(SELECT fid, geom, ST_AsGeoJSON(ST_Transform(geom, 4326), 7) AS geojson${attributeList(fields, "r", alias)}
      FROM ${table} AS r WHERE fid IN (SELECT fid FROM listed)) ${alias}`;
  const rows = await sql.query<Row>(
    `WITH listed AS MATERIALIZED (
       SELECT fid, operation FROM ${differenceTable(updated)} WHERE $1::text IS NULL OR operation = $1
       ORDER BY fid LIMIT ${Number(page.limit)} OFFSET ${Number(page.offset)})
     SELECT l.fid, l.operation, b.geojson AS before, a.geojson AS after, b.geom::bytea IS DISTINCT FROM a.geom::bytea AS "isGeometryChanged"
       ${fields.map((_field, index) => `, b.b${index}, a.a${index}`).join("")}
     FROM listed l LEFT JOIN ${side("b", presentRows(updated))} ON b.fid = l.fid LEFT JOIN ${side("a", differenceTable(updated))} ON a.fid = l.fid
     ORDER BY l.fid`,
    [operation],
  );
  const named = key.filter((column) => fields.some((field) => field.column === column));
  const naming = namingColumn({ geometryType, fields, style: styleOf(style) });
  return rows.map((row): FeatureChange => {
    const state = (alias: "a" | "b", geojson: string | null) => ({
      properties: recordOf(fields.map(({ column }, index) => [column, attributeOf(row[`${alias}${index}`])] as const)),
      geometry: geojson === null ? null : (JSON.parse(geojson) as Record<string, unknown>),
    });
    const before = row.operation === "insert" ? null : state("b", row.before);
    const after = row.operation === "delete" ? null : state("a", row.after);
    const columns = named.length > 0 ? named : naming === null ? [] : [naming];
    const name = columns.map((column) => (after ?? before)?.properties[column] ?? "").join(" / ");
    return {
      fid: row.fid,
      label: name === "" ? `n° ${row.fid}` : name,
      operation: row.operation,
      changedColumns:
        before && after
          ? fields.map(({ column }) => column).filter((column) => before.properties[column] !== after.properties[column])
          : [],
      isGeometryChanged: before !== null && after !== null && row.isGeometryChanged,
      before,
      after,
    };
  });
}
