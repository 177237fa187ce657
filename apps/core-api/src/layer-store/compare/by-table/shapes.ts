import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { isSameShape } from "@archipel/geo/same-shape.ts";
import { readWkb } from "@archipel/geo/wkb.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { atFullSpeed } from "../../tables/at-full-speed.ts";
import { type OpenSession, tableRef } from "../../tables/layer-table.ts";
import { isSameSql } from "../rules/same-value-sql.ts";
import { changedShape, type ShapeReader } from "../rules/shapes.ts";
import { sameVertexWithin, TOLERANCES } from "../rules/tolerances.ts";
import type { RowPlan } from "./stage-rows.ts";
import { indexRows, rowsTable, type UpdatedLayer } from "./tables.ts";

/** A row and its possible feature, with the sizes of their shapes in bytes. */
interface Pair {
  row: number;
  fid: number;
  size: number;
}

/** Shapes compared in one transaction. */
const CHUNK_PAIRS = 1000;
const CHUNK_BYTES = 16 * 1024 * 1024;

function chunksOf<T extends Pair>(pairs: readonly T[]): T[][] {
  const chunks: T[][] = [];
  let bytes = 0;
  for (const pair of pairs) {
    const chunk = chunks.at(-1);
    bytes += pair.size;
    if (chunk && chunk.length < CHUNK_PAIRS && bytes < CHUNK_BYTES) chunk.push(pair);
    else {
      chunks.push([pair]);
      bytes = pair.size;
    }
  }
  return chunks;
}

function shapesOf(sql: SqlSession, updated: UpdatedLayer, pairs: readonly Pair[]) {
  return sql.query<{ row: number; fid: number; mine: string; theirs: string | null }>(
    `SELECT p.row, p.fid, encode(ST_AsEWKB(s.geom), 'hex') AS mine, encode(ST_AsEWKB(t.geom), 'hex') AS theirs
     FROM unnest($1::integer[], $2::bigint[]) AS p(row, fid) JOIN ${rowsTable(updated)} s ON s._row = p.row
       JOIN ${tableRef(updated.spec.tableName)} t ON t.fid = p.fid`,
    [pairs.map(({ row }) => row), pairs.map(({ fid }) => fid)],
  );
}

const shapeOf = (hex: string) => readWkb(Buffer.from(hex, "hex")).geometry;

/**
 * Decides whether the shape changed, for rows with a known feature and a shape that is not identical. Vertices within the tolerance become
 * those of the layer, to the last digit and with their heights; a shape whose vertices all do is unchanged.
 */
export async function settleShapes(open: OpenSession, plan: RowPlan, reader: ShapeReader): Promise<void> {
  const pairs = await open((sql) =>
    sql.query<Pair>(
      `SELECT s._row AS row, s.fid, ST_MemSize(s.geom) + coalesce(ST_MemSize(t.geom), 0) AS size
       FROM ${rowsTable(plan)} s JOIN ${tableRef(plan.spec.tableName)} t ON t.fid = s.fid
       WHERE s.geom IS NOT NULL AND s.geom::bytea IS DISTINCT FROM t.geom::bytea ORDER BY s._row`,
    ),
  );
  for (const chunk of chunksOf(pairs)) {
    await open(async (sql) => {
      const settled = (await shapesOf(sql, plan, chunk)).map(({ row, mine, theirs }) => {
        const changed = changedShape(reader, shapeOf(mine), theirs);
        // The shape was promoted when it was read, so it fits.
        if (changed instanceof DomainError) throw changed;
        return { row, geometry: changed ?? theirs };
      });
      await sql.query(
        `UPDATE ${rowsTable(plan)} s SET geom = v.geom::geometry FROM unnest($1::integer[], $2::text[]) AS v(row, geom) WHERE s._row = v.row`,
        [settled.map(({ row }) => row), settled.map(({ geometry }) => geometry)],
      );
    });
  }
}

/**
 * SQL condition that every pair of equal shapes (`isSameShape`) meets: their boxes agree. `s._ground` is the grown box of the row's shape.
 */
export function mayBeSameSql(tolerance: number): string {
  const sides = ["ST_XMin", "ST_YMin", "ST_XMax", "ST_YMax"];
  return ["t.geom && s._ground", ...sides.map((side) => `abs(${side}(t.geom) - ${side}(s.geom)) <= ${tolerance}`)].join(" AND ");
}

/**
 * Finds for each row a feature that is equal in all columns that the file fills and in its shape; each feature is matched once. A value
 * that does not fit is not compared. Shapes are compared as in `settleShapes`.
 */
export async function matchByContent(open: OpenSession, plan: RowPlan): Promise<void> {
  const tolerance = sameVertexWithin(plan.spec.geometry.srid);
  const [rows, table] = [rowsTable(plan), tableRef(plan.spec.tableName)];
  const isSame = comparedColumns(plan)
    .map(({ field }) => ` AND ('${field.column}' = ANY (s._unfit) OR ${isSameSql(field, plan.format)})`)
    .join("");
  const taken = new Set<number>();
  const found = new Map<number, number>();
  const isFree = ({ row, fid }: Pair) => !found.has(row) && !taken.has(fid);
  const take = ({ row, fid }: Pair) => {
    taken.add(fid);
    found.set(row, fid);
  };
  // Most shapes of a new delivery are the same to the last digit: a hash join finds them, many times faster than the spatial index.
  const exact = await open(async (sql) => {
    await atFullSpeed(sql);
    // Row-level security makes the planner expect few rows.
    await sql.script("SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off");
    return sql.query<Pair>(
      `SELECT s._row AS row, t.fid, 0 AS size FROM ${rows} s JOIN ${table} t ON t.geom::bytea = s.geom::bytea${isSame} ORDER BY s._row, t.fid`,
    );
  });
  for (const pair of exact) if (isFree(pair)) take(pair);
  await writeMatches(open, rows, found);
  await open((sql) => indexRows(sql, plan));
  const candidates = await open((sql) =>
    sql.query<Pair>(
      // The ground is a column, and LATERAL … OFFSET 0 forces the plan: for each row, use the layer's spatial index.
      `WITH mine AS MATERIALIZED (SELECT *, ST_Expand(geom, ${tolerance}) AS _ground FROM ${rows} WHERE geom IS NOT NULL AND fid IS NULL)
       SELECT s._row AS row, c.fid, ST_MemSize(s.geom) * 2 AS size FROM mine s CROSS JOIN LATERAL (
         SELECT t.fid FROM ${table} t WHERE ${mayBeSameSql(tolerance)}${isSame} OFFSET 0) c
       ORDER BY s._row, c.fid`,
    ),
  );
  const near = new Map<number, number>();
  for (const chunk of chunksOf(candidates.filter(isFree))) {
    const shapes = new Map((await open((sql) => shapesOf(sql, plan, chunk))).map((one) => [`${one.row} ${one.fid}`, one]));
    for (const pair of chunk) {
      const { mine, theirs } = shapes.get(`${pair.row} ${pair.fid}`) ?? {};
      if (mine && theirs && isFree(pair) && isSameShape(shapeOf(mine), shapeOf(theirs), tolerance, TOLERANCES.height)) {
        take(pair);
        near.set(pair.row, pair.fid);
      }
    }
  }
  await writeMatches(open, rows, near);
  await open((sql) => sql.query(matchShapelessSql(plan)));
}

/** @param found row → fid */
async function writeMatches(open: OpenSession, rows: string, found: ReadonlyMap<number, number>): Promise<void> {
  if (found.size === 0) return;
  const matches = [[...found.keys()], [...found.values()]];
  await open((sql) =>
    sql.query(`UPDATE ${rows} s SET fid = v.fid FROM unnest($1::integer[], $2::bigint[]) AS v(row, fid) WHERE s._row = v.row`, matches),
  );
}

/** Columns of both sides: a column that the update adds cannot identify a feature. */
const comparedColumns = ({ columns, added }: RowPlan) => columns.taken.filter(({ field }) => !added.includes(field));

/** Matches rows and features without shape: equal ones are matched in their order, as many as both sides have. */
function matchShapelessSql(plan: RowPlan): string {
  const columns = comparedColumns(plan).map(({ field }) => quoteIdentifier(field.column));
  const content = `md5(ROW(0${columns.map((column) => `, ${column}`).join("")})::text)`;
  const numbered = (table: string, id: string) =>
    `SELECT ${id}, ${content} AS content, row_number() OVER (PARTITION BY ${content} ORDER BY ${id}) AS copy FROM ${table} WHERE geom IS NULL`;
  return `UPDATE ${rowsTable(plan)} s SET fid = t.fid
    FROM (${numbered(rowsTable(plan), "_row")} AND _unfit = '{}') n JOIN (${numbered(tableRef(plan.spec.tableName), "fid")}) t USING (content, copy)
    WHERE s._row = n._row`;
}
