import type { CommunityId } from "@archipel/contracts/ids.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { hasAbilitySql } from "../../../layer-store/kinds/registry.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";

export interface UndeclaredRow {
  layerId: string;
  title: string;
  tableName: string;
  srid: number;
  geometryType: string;
  fields: unknown;
  bbox: number[];
  featureCount: number;
  datasetId: string;
  scale: number | null;
  /** The days of the record: of the last revision, else of the production. */
  produced: string;
  uploadId: string | null;
}

/** The community's own layers of a portal that declare nothing, with the upload that each was published from. */
export function undeclaredRows(sql: SqlSession, communityId: CommunityId, portalId: string): Promise<UndeclaredRow[]> {
  return sql.query<UndeclaredRow>(
    `SELECT l.id AS "layerId", l.title, l.table_name AS "tableName", l.srid, l.geometry_type AS "geometryType", l.fields, l.bbox,
       l.feature_count AS "featureCount", l.dataset_id AS "datasetId", d.scale, coalesce(nullif(d.revised_on, ''), d.produced_on) AS produced,
       (SELECT u.upload_id FROM upload_layers u WHERE u.layer_id = l.id ORDER BY u.id DESC LIMIT 1) AS "uploadId"
     FROM app.portal_catalogue c JOIN public.layers l ON l.dataset_id = c.dataset_id JOIN public.datasets d ON d.id = l.dataset_id
       LEFT JOIN layer_answers a ON a.layer_id = l.id
     WHERE c.portal_id = $1::uuid AND l.community_id = $2::uuid AND a.layer_id IS NULL AND l.status = 'ready' AND ${hasAbilitySql("l.kind", "features")}
     ORDER BY c.position, l.position, l.id LIMIT 500`,
    [portalId, communityId],
  );
}

export interface DeliveredFileRow {
  id: string;
  path: string;
  fileName: string;
}

/** The documents that came with an upload. */
export function deliveredFiles(sql: SqlSession, communityId: CommunityId, uploadId: string): Promise<DeliveredFileRow[]> {
  return sql.query<DeliveredFileRow>(
    `SELECT id, path, file_name AS "fileName" FROM dataset_attachments WHERE community_id = $1::uuid AND upload_id = $2::uuid
     ORDER BY position, path LIMIT 5000`,
    [communityId, uploadId],
  );
}

/** The most vertices of a proposed area: a declared one has at most 2,000. */
const MOST_VERTICES = 1_900;
const MOST_HOLES = 45;

/**
 * The land that the areas of a layer cover together, as a polygon in degrees that is never outside it: gaps of less than 2 m between
 * neighbours are closed, and the border is drawn back by as much as it is simplified. Of several parts the largest. Null without areas.
 *
 * @param crs the metric CRS to measure in
 */
export async function coveredArea(sql: SqlSession, { tableName, crs }: { tableName: string; crs: number }): Promise<object | null> {
  const rows = await sql.query<{ area: object }>(
    `WITH u AS MATERIALIZED (
       SELECT ST_Buffer(ST_Union(ST_Buffer(ST_MakeValid(ST_Transform(ST_Force2D(geom), ${Number(crs)})), 1, 'join=mitre')), -1, 'join=mitre') AS g
       FROM ${tableRef(tableName)} WHERE ST_Dimension(geom) = 2
     ), tried AS (
       SELECT t, (SELECT p.geom FROM ST_Dump(ST_Buffer(ST_SimplifyPreserveTopology(u.g, t), -t, 'join=mitre mitre_limit=3')) p
         ORDER BY ST_Area(p.geom) DESC LIMIT 1) AS g
       FROM u, unnest(ARRAY[1, 3, 10, 30, 100, 300]::float8[]) AS t WHERE u.g IS NOT NULL
     )
     SELECT ST_AsGeoJSON(ST_Transform(g, 4326), 7)::json AS area FROM tried
     WHERE g IS NOT NULL AND NOT ST_IsEmpty(g) AND ST_NPoints(g) <= ${MOST_VERTICES} AND ST_NumInteriorRings(g) <= ${MOST_HOLES} ORDER BY t LIMIT 1`,
  );
  return rows[0]?.area ?? null;
}

/** Whether a column holds a code of a commune in each row, and each once: the layer is then one of communes. */
export async function holdsCommunes(sql: SqlSession, { tableName, column }: { tableName: string; column: string }): Promise<boolean> {
  const code = quoteIdentifier(column);
  const rows = await sql.query<{ holds: boolean }>(
    `SELECT count(*) > 0 AND count(*) = count(DISTINCT code) AND bool_and(code ~ '^([0-9]{5}|2[AB][0-9]{3})$') AS holds
     FROM (SELECT ${code}::text AS code FROM ${tableRef(tableName)} LIMIT 50000) s`,
  );
  return rows[0]?.holds ?? false;
}

/** Whether a column holds the whole identifier of a parcel in its first rows: commune, prefix, section and number. */
export async function holdsParcels(sql: SqlSession, { tableName, column }: { tableName: string; column: string }): Promise<boolean> {
  const rows = await sql.query<{ holds: boolean }>(
    `SELECT count(*) > 0 AND bool_and(id ~ '^[0-9][0-9AB][0-9]{3}[0-9]{3}[0-9A-Z]{2}[0-9]{4}$') AS holds
     FROM (SELECT ${quoteIdentifier(column)}::text AS id FROM ${tableRef(tableName)} LIMIT 1000) s`,
  );
  return rows[0]?.holds ?? false;
}
