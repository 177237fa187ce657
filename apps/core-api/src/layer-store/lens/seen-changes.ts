import type { SqlSession } from "@archipel/database/sql-session.ts";
import { tableRef } from "../tables/layer-table.ts";
import { type LensAreas, type LensedHistory, narrowing } from "./lensed-history.ts";
import { seenStateSql } from "./seen-versions.ts";

/** With a longer history, finding one revision's changes takes seconds. */
const MOST_VERSIONS = 300_000;
/** More boxes are sent as one. */
const MOST_BOXES = 40;

export interface SeenChanges {
  inserted: number;
  updated: number;
  deleted: number;
  /** In Web Mercator, of what is seen of the changed features. */
  boxes: [number, number, number, number][];
}

/** Whether the history of a layer is too long for questions about single revisions. */
export async function isLongHistory(sql: SqlSession, tableName: string): Promise<boolean> {
  const [size] = await sql.query<{ versions: number }>("SELECT reltuples::float8 AS versions FROM pg_class WHERE oid = $1::regclass", [
    tableRef(tableName, "_history"),
  ]);
  return (size?.versions ?? 0) > MOST_VERSIONS;
}

/**
 * SQL of the versions of a history of which a lens shows something else than of the version before: a query with the columns `changed_at`, `is_seen`,
 * `was_seen`, and the shapes `now` and `before`.
 *
 * @param params of the statement; the areas are added
 * @param condition on the version `h`
 */
function seenVersionsSql(source: LensedHistory, areas: LensAreas, params: unknown[], condition: string): string {
  const narrowed = narrowing(source, areas, params);
  const history = tableRef(source.tableName, "_history");
  return `SELECT h.changed_at, a.fid IS NOT NULL AS is_seen, b.fid IS NOT NULL AS was_seen, a.geom AS now, b.geom AS before
    FROM ${history} h LEFT JOIN ${history} p ON p.fid = h.fid AND p.version = h.version - 1
      LEFT JOIN LATERAL ${narrowed("(SELECT h.* WHERE h.operation <> 'delete')")} a ON true
      LEFT JOIN LATERAL ${narrowed("(SELECT p.* WHERE p.operation <> 'delete')")} b ON true
    WHERE ${condition} AND ((a.fid IS NULL) <> (b.fid IS NULL)
      OR a.fid IS NOT NULL AND ${seenStateSql(source, "a")} <> ${seenStateSql(source, "b")})`;
}

/**
 * What the revision of a moment changed of what a lens shows: features that it shows now or showed before, each value and shape as it shows them.
 * In the scope of the platform.
 */
export async function changesSeenAt(sql: SqlSession, source: LensedHistory, areas: LensAreas, moment: Date): Promise<SeenChanges> {
  const params: unknown[] = [moment];
  const changed = seenVersionsSql(source, areas, params, "h.changed_at = $1::timestamptz");
  const [row] = await sql.query<Omit<SeenChanges, "boxes"> & { boxes: SeenChanges["boxes"] | null }>(
    `WITH seen AS MATERIALIZED (${changed}),
     shapes AS (
       SELECT ST_Transform(now, 3857) AS shape FROM seen WHERE is_seen UNION ALL SELECT ST_Transform(before, 3857) FROM seen WHERE was_seen),
     many AS (SELECT count(*) > ${MOST_BOXES} AS is_many FROM shapes),
     boxes AS (
       SELECT Box2D(shape) AS b FROM shapes, many WHERE NOT is_many AND NOT ST_IsEmpty(shape)
       UNION ALL SELECT ST_Extent(shape) FROM shapes, many WHERE is_many AND NOT ST_IsEmpty(shape) HAVING count(*) > 0)
     SELECT count(*) FILTER (WHERE is_seen AND NOT was_seen)::integer AS inserted, count(*) FILTER (WHERE is_seen AND was_seen)::integer AS updated,
       count(*) FILTER (WHERE was_seen AND NOT is_seen)::integer AS deleted,
       (SELECT json_agg(json_build_array(ST_XMin(b), ST_YMin(b), ST_XMax(b), ST_YMax(b))) FROM boxes) AS boxes FROM seen`,
    params,
  );
  return { inserted: 0, updated: 0, deleted: 0, ...row, boxes: row?.boxes ?? [] };
}

/** When what a lens shows of a layer last changed after a moment; null: it did not. In the scope of the platform. */
export async function lastSeenChange(sql: SqlSession, source: LensedHistory, areas: LensAreas, after: Date): Promise<Date | null> {
  const params: unknown[] = [after];
  const changed = seenVersionsSql(source, areas, params, "h.changed_at > $1::timestamptz");
  const [row] = await sql.query<{ at: Date | null }>(`SELECT max(changed_at) AS at FROM (${changed}) c`, params);
  return row?.at ?? null;
}

/** When a layer was made: what it was published with counts as of then. */
export async function firstMoment(sql: SqlSession, layerId: string): Promise<Date> {
  const [row] = await sql.query<{ at: Date }>("SELECT created_at AS at FROM layers WHERE id = $1::uuid", [layerId]);
  return row?.at ?? new Date(0);
}
