import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type Bbox, unionAll, unionBbox } from "@archipel/geo/bbox.ts";
import type { TouchedRow } from "../tables/refresh-generalised.ts";

/** The rows and areas that a change of a layer touched. */
export interface Touched {
  /** Rows before and after the change; null when there are too many to update derived data one by one. */
  rows: TouchedRow[] | null;
  /** The touched areas, in Web Mercator; at most `MAX_BOXES`. */
  boxes: Bbox[];
}

/** Maximum number of boxes; more are merged with their neighbours. */
const MAX_BOXES = 64;
const SIDE = Math.sqrt(MAX_BOXES);
/** With more changed features than this, derived tables are rebuilt as a whole, which is faster than row by row. */
export const ONE_BY_ONE = 10_000;

const BOX = "ARRAY[ST_XMin(geom_3857), ST_YMin(geom_3857), ST_XMax(geom_3857), ST_YMax(geom_3857)]";

/** The boxes of some rows of a table, one by one. */
export function rowsThere(sql: SqlSession, table: string, fids: { sql: string; params: unknown[] }): Promise<TouchedRow[]> {
  return sql.query<TouchedRow>(`SELECT fid, ${BOX} AS box FROM ${table} WHERE fid IN (${fids.sql}) AND geom_3857 IS NOT NULL`, fids.params);
}

/** The boxes of very many rows, merged on a grid of an eighth of their extent. */
export async function groundsThere(sql: SqlSession, table: string, fids: { sql: string; params: unknown[] }): Promise<Bbox[]> {
  const rows = await sql.query<{ box: Bbox }>(
    `WITH there AS MATERIALIZED (
       SELECT ST_XMin(geom_3857) AS x0, ST_YMin(geom_3857) AS y0, ST_XMax(geom_3857) AS x1, ST_YMax(geom_3857) AS y1
       FROM ${table} WHERE fid IN (${fids.sql}) AND geom_3857 IS NOT NULL),
     extent AS (SELECT min(x0) AS x, min(y0) AS y, greatest(max(x1) - min(x0), max(y1) - min(y0), 1) / ${SIDE} AS side FROM there)
     SELECT ARRAY[min(x0), min(y0), max(x1), max(y1)] AS box FROM there, extent e
     GROUP BY floor(((x0 + x1) / 2 - e.x) / e.side), floor(((y0 + y1) / 2 - e.y) / e.side)`,
    fids.params,
  );
  return rows.map(({ box }) => box);
}

/** The same area in at most `MAX_BOXES` boxes: boxes with neighbouring centres are merged. */
export function fewBoxes(boxes: readonly Bbox[]): Bbox[] {
  const around = unionAll(boxes);
  if (around === null || boxes.length <= MAX_BOXES) return [...boxes];
  const [west, south, east, north] = around;
  const side = Math.max(east - west, north - south, 1) / SIDE;
  const cellOf = (from: number, a: number, b: number) => Math.min(SIDE - 1, Math.floor(((a + b) / 2 - from) / side));
  const cells = new Map<number, Bbox>();
  for (const box of boxes) {
    const key = cellOf(west, box[0], box[2]) * SIDE + cellOf(south, box[1], box[3]);
    const known = cells.get(key);
    cells.set(key, known ? unionBbox(known, box) : box);
  }
  return [...cells.values()];
}
