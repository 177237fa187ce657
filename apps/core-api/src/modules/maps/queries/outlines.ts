import { MAP_PREVIEW } from "@archipel/contracts/map-limits.ts";
import type { PreviewShape } from "@archipel/contracts/maps.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";

/** A layer with more features in view is too dense for a drawing, and slow to draw. */
const MAX_READ = 3_000;
/** The largest ones: the others are dots. */
const MAX_DRAWN = 90;
/** Units of the drawing that a simplified outline may differ. */
const TOLERANCE = 1.2;
/** Characters of a path: a list has many drawings. */
const MAX_LENGTH = 6_000;

interface DrawnLayer {
  id: string;
  tableName: string;
  geometryType: string;
}

/** Of these layers, those with a table that the portal's map lists and the caller sees. */
export function publicLayers(sql: SqlSession, portalId: string, ids: readonly string[]): Promise<DrawnLayer[]> {
  return sql.query<DrawnLayer>(
    `SELECT l.id, l.table_name AS "tableName", l.geometry_type AS "geometryType"
     FROM app.portal_catalogue c JOIN layers l ON l.dataset_id = c.dataset_id AND l.status = 'ready' AND l.kind = 'vector'
     WHERE c.portal_id = $1::uuid AND l.id = ANY ($2::uuid[])`,
    [portalId, ids],
  );
}

/** The outlines of a layer's features in a frame, as one SVG path of whole units; null without features, and with too many. */
export async function outlines(
  sql: SqlSession,
  tableName: string,
  shape: PreviewShape["shape"],
  { west, north, metresPerUnit }: { west: number; north: number; metresPerUnit: number },
): Promise<string | null> {
  const [east, south] = [west + MAP_PREVIEW.width * metresPerUnit, north - MAP_PREVIEW.height * metresPerUnit];
  const drawn =
    shape === "point"
      ? "'M' || round(ST_X(ST_PointOnSurface(g))) || ' ' || round(-ST_Y(ST_PointOnSurface(g))) || 'h0'"
      : "ST_AsSVG(g, 0, 0)";
  const rows = await sql.query<{ path: string | null; count: number }>(
    `WITH box AS MATERIALIZED (SELECT ST_MakeEnvelope($1::float8, $2::float8, $3::float8, $4::float8, 3857) AS g),
       found AS MATERIALIZED (SELECT t.geom_3857 AS g FROM ${tableRef(tableName)} t CROSS JOIN box WHERE t.geom_3857 && box.g LIMIT ${MAX_READ + 1}),
       largest AS MATERIALIZED (
         SELECT f.g FROM found f
         ORDER BY (ST_XMax(f.g) - ST_XMin(f.g)) + (ST_YMax(f.g) - ST_YMin(f.g)) DESC LIMIT ${MAX_DRAWN}),
       units AS MATERIALIZED (
         SELECT ST_TransScale(ST_Simplify(ST_ClipByBox2D(ST_Force2D(l.g), box.g), $5::float8 * ${TOLERANCE}),
           -$1::float8, -$4::float8, 1 / $5::float8, 1 / $5::float8) AS g FROM largest l CROSS JOIN box)
     SELECT (SELECT count(*)::integer FROM found) AS count,
       (SELECT string_agg(${drawn}, ' ') FROM units WHERE g IS NOT NULL AND NOT ST_IsEmpty(g)) AS path`,
    [west, south, east, north, metresPerUnit],
  );
  const [row] = rows;
  if (!row?.path || row.count > MAX_READ) return null;
  return row.path.length <= MAX_LENGTH ? row.path : wholeParts(row.path);
}

/** The outlines that fit, each complete. */
function wholeParts(path: string): string {
  const end = path.lastIndexOf("M", MAX_LENGTH);
  return path.slice(0, end).trim();
}
