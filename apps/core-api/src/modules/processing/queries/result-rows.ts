import { isMoment } from "@archipel/contracts/layer-fields.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { fieldList, STAGING, tableRef } from "../../../layer-store/tables/layer-table.ts";
import { createSafeTransform } from "../../../layer-store/tables/web-mercator.ts";
import { type Chunk, type Part, type Recipe, SAFE_TRANSFORM, type Statement } from "../kit/recipe.ts";

/** The rows of a part as columns of the result: `fid`, `c0…` in the order of the fields, `geom` in the result's type, null if empty. */
function resultRows({ geometry, fields, needsShape }: Recipe, { select }: Part): string {
  const names = ["fid", ...fields.map((_, index) => `c${index}`), "geom"].join(", ");
  const parts = geometry.type.startsWith("Multi") ? "ST_Multi(q.geom)" : "q.geom";
  const shape = `${geometry.hasZ ? "ST_Force3DZ" : "ST_Force2D"}(${parts})`;
  // OFFSET 0 prevents PostgreSQL from computing a geometry again at every use.
  return `SELECT ${["q.fid", ...fields.map((_, index) => `q.c${index}`)].join(", ")}, CASE WHEN ST_IsEmpty(q.geom) THEN NULL ELSE ${shape} END AS geom
    FROM (SELECT * FROM (${select.text}) r OFFSET 0) q(${names})
    ${needsShape ? "WHERE NOT ST_IsEmpty(q.geom)" : ""}`;
}

/** Counts of one chunk. */
export interface Filled {
  rows: number;
  /** Number of these rows without a shape. */
  shapeless: number;
}

/** Writes the features of a chunk into the staging table of the result. */
export async function fillChunk(sql: SqlSession, tableName: string, recipe: Recipe, part: Part, { bounds }: Chunk): Promise<Filled> {
  await prepare(sql, part.select);
  const [filled] = await sql.query<Filled>(
    `WITH made AS (
       INSERT INTO ${tableRef(tableName, STAGING)} (fid${fieldList(recipe.fields)}, geom) ${resultRows(recipe, part)} RETURNING geom IS NULL AS lacks)
     SELECT count(*)::integer AS rows, count(*) FILTER (WHERE lacks)::integer AS shapeless FROM made`,
    [...bounds, ...part.select.values],
  );
  return filled ?? { rows: 0, shapeless: 0 };
}

export interface TextRow extends Record<string, unknown> {
  fid: number;
  wkt: string | null;
}

/** The features of a chunk for a file: dates as text, geometry as WKT at full precision, in the wanted CRS. */
export async function textRows(sql: SqlSession, recipe: Recipe, part: Part, { bounds }: Chunk, srid: number): Promise<TextRow[]> {
  await prepare(sql, part.select);
  await createSafeTransform(sql);
  const values = recipe.fields.map((field, index) => `f.c${index}${isMoment(field.type) ? "::text" : ""} AS c${index}`);
  const geometry = srid === recipe.geometry.srid ? "f.geom" : `${SAFE_TRANSFORM}(f.geom, ${Number(srid)})`;
  return sql.query<TextRow>(
    `SELECT f.fid, ${[...values, `ST_AsText(${geometry}) AS wkt`].join(", ")} FROM (${resultRows(recipe, part)}) f ORDER BY f.fid`,
    [...bounds, ...part.select.values],
  );
}

async function prepare(sql: SqlSession, select: Statement): Promise<void> {
  if (select.text.includes(SAFE_TRANSFORM)) await createSafeTransform(sql);
}

/** Runs a statement that returns one `count`. */
export async function countOf(sql: SqlSession, { text, values }: Statement, bounds: readonly number[] = []): Promise<number> {
  if (text.includes(SAFE_TRANSFORM)) await createSafeTransform(sql);
  const [row] = await sql.query<{ count: number }>(text, [...bounds, ...values]);
  return row?.count ?? 0;
}
