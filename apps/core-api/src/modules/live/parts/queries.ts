import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";

/** The table of a layer that the scope shows, and its current revision. */
export async function grantedLayer(sql: SqlSession, layerId: string): Promise<{ tableName: string; fields: unknown } | undefined> {
  const [row] = await sql.query<{ tableName: string; fields: unknown }>(
    `SELECT table_name AS "tableName", fields FROM layers WHERE id = $1::uuid AND status = 'ready' AND kind = 'vector'`,
    [layerId],
  );
  return row;
}

/** The areas of some grants as one, in Web Mercator, as hexadecimal EWKB. In the scope of the grants. */
export async function areaOfGrants(sql: SqlSession, layerId: string, ids: readonly string[]): Promise<string | null> {
  const [row] = await sql.query<{ area: string | null }>("SELECT app.lens_area($1::uuid, $2::uuid[])::text AS area", [layerId, ids]);
  return row?.area ?? null;
}

/** With a longer history, finding one revision's changes takes seconds. */
const MOST_VERSIONS = 300_000;
/** More boxes are sent as one. */
const MOST_BOXES = 40;

export interface SeenChanges {
  inserted: number;
  updated: number;
  deleted: number;
  boxes: [number, number, number, number][];
}

/**
 * What a revision changed inside an area: features that were or are in it, and the boxes of their parts there. Undefined when the history of the layer is too
 * long. In the system scope.
 *
 * @param area hexadecimal EWKB in Web Mercator; null: everywhere
 * @param columns those whose changes count, besides the shape
 */
export async function changesInside(
  sql: SqlSession,
  {
    layerId,
    tableName,
    revision,
    area,
    columns,
  }: { layerId: string; tableName: string; revision: number; area: string | null; columns: readonly string[] },
): Promise<SeenChanges | undefined> {
  const history = tableRef(tableName, "_history");
  const [size] = await sql.query<{ versions: number }>("SELECT reltuples::float8 AS versions FROM pg_class WHERE oid = $1::regclass", [
    history,
  ]);
  if ((size?.versions ?? 0) > MOST_VERSIONS) return undefined;
  const isIn = (shape: string) => `($3::geometry IS NULL OR coalesce(app.is_partly_in(${shape}, $3::geometry), false))`;
  const isOther = columns.map((column) => ` OR h.${quoteIdentifier(column)} IS DISTINCT FROM p.${quoteIdentifier(column)}`).join("");
  const box = (shape: string) => `CASE WHEN $3::geometry IS NULL THEN ${shape} ELSE ST_Intersection(${shape}, $3::geometry) END`;
  const [row] = await sql.query<Omit<SeenChanges, "boxes"> & { boxes: SeenChanges["boxes"] | null }>(
    `WITH changed AS MATERIALIZED (
       SELECT ST_Transform(h.geom, 3857) AS now, ST_Transform(p.geom, 3857) AS before, h.operation <> 'delete' AS is_there,
         p.fid IS NOT NULL AND p.operation <> 'delete' AS was_there
       FROM ${history} h LEFT JOIN ${history} p ON p.fid = h.fid AND p.version = h.version - 1
       WHERE h.changed_at = (SELECT created_at FROM layer_revisions WHERE layer_id = $1::uuid AND revision = $2::integer)
         AND (p.fid IS NULL OR h.operation = 'delete' OR p.operation = 'delete' OR h.geom IS DISTINCT FROM p.geom${isOther})),
     seen AS MATERIALIZED (SELECT now, before, is_there AND ${isIn("now")} AS is_seen, was_there AND ${isIn("before")} AS was_seen FROM changed),
     shapes AS (
       SELECT ${box("now")} AS shape FROM seen WHERE is_seen UNION ALL SELECT ${box("before")} FROM seen WHERE was_seen),
     many AS (SELECT count(*) > ${MOST_BOXES} AS is_many FROM shapes),
     boxes AS (
       SELECT Box2D(shape) AS b FROM shapes, many WHERE NOT is_many AND NOT ST_IsEmpty(shape)
       UNION ALL SELECT ST_Extent(shape) FROM shapes, many WHERE is_many AND NOT ST_IsEmpty(shape) HAVING count(*) > 0)
     SELECT count(*) FILTER (WHERE is_seen AND NOT was_seen)::integer AS inserted, count(*) FILTER (WHERE is_seen AND was_seen)::integer AS updated,
       count(*) FILTER (WHERE was_seen AND NOT is_seen)::integer AS deleted,
       (SELECT json_agg(json_build_array(ST_XMin(b), ST_YMin(b), ST_XMax(b), ST_YMax(b))) FROM boxes) AS boxes FROM seen`,
    [layerId, revision, area],
  );
  return row && { ...row, boxes: row.boxes ?? [] };
}
