import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { differenceTable, presentRows, type UpdatedLayer } from "./tables.ts";

/** Features with a value in a column, of all features, before and after the update. */
export interface FillChange {
  column: string;
  before: { filled: number; of: number };
  after: { filled: number; of: number };
}

/** How many features have a value in these columns, in the layer and as the written difference would leave it. */
export async function fillChanges(sql: SqlSession, updated: UpdatedLayer, columns: readonly string[]): Promise<FillChange[]> {
  if (columns.length === 0) return [];
  const [table, difference] = [presentRows(updated), differenceTable(updated)];
  const names = columns.map(quoteIdentifier);
  const list = names.map((name) => `, ${name}`).join("");
  const filled = names.map((name, index) => `, count(nullif(${name}::text, ''))::integer AS c${index}`).join("");
  const count = async (rows: string) => {
    const [row] = await sql.query<Record<string, number>>(`SELECT count(*)::integer AS total${filled} FROM ${rows}`);
    return row ?? {};
  };
  const before = await count(`${table} t`);
  const after = await count(`(SELECT t.fid${list} FROM ${table} t WHERE NOT EXISTS (SELECT FROM ${difference} d WHERE d.fid = t.fid)
    UNION ALL SELECT fid${list} FROM ${difference} WHERE operation <> 'delete') t`);
  const side = (row: Record<string, number>, index: number) => ({ filled: row[`c${index}`] ?? 0, of: row.total ?? 0 });
  return columns.map((column, index) => ({ column, before: side(before, index), after: side(after, index) }));
}

/** How far from the layer new data may lie, at least: a place that grows is no mistake. By unit of the CRS. */
const NEAR = { metre: 10_000, degree: 0.1 };

/**
 * The number of new and changed shapes that lie farther from the layer than the layer is long: their coordinates are of another place or
 * unit. Zero for a layer without shapes.
 */
export async function shapesElsewhere(sql: SqlSession, updated: UpdatedLayer): Promise<number> {
  const near = NEAR[crsOf(updated.spec.geometry.srid)?.unit === "degree" ? "degree" : "metre"];
  const [row] = await sql.query<{ count: number }>(
    `WITH here AS MATERIALIZED (SELECT ST_Extent(geom) AS box FROM ${presentRows(updated)} t),
       around AS MATERIALIZED (
         SELECT ST_Expand(box, greatest(ST_XMax(box) - ST_XMin(box), ST_YMax(box) - ST_YMin(box), $1::float8)) AS box FROM here)
     SELECT count(*)::integer AS count FROM ${differenceTable(updated)} d, around a
     WHERE d.operation <> 'delete' AND d.geom IS NOT NULL AND a.box IS NOT NULL AND NOT d.geom::box2d && a.box`,
    [near],
  );
  return row?.count ?? 0;
}
