import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { protect, tableRef } from "../../../layer-store/tables/layer-table.ts";
import { hasQualityTable, QUALITY_SUFFIX, qualityTableOf } from "../../../layer-store/tables/quality-table.ts";
import { weightOf } from "../policy.ts";
import { confidenceSql } from "./confidence-sql.ts";

/** A layer whose features are measured. `fields` are the visible ones. */
export interface MeasuredLayer {
  layerId: string;
  communityId: CommunityId;
  tableName: string;
  fields: readonly (LayerField & { isMandatory: boolean })[];
  createdAt: Date;
  /** Days that a feature counts as recent for. */
  rhythmDays: number;
}

/** @param sql a worker's session of the layer's community */
export async function ensureQualityTable(sql: SqlSession, layer: MeasuredLayer): Promise<void> {
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended('quality ' || $1, 0))", [layer.layerId]);
  if (await hasQualityTable(sql, layer.tableName)) return;
  await sql.script(`CREATE TABLE ${qualityTableOf(layer.tableName)} (
    fid bigint PRIMARY KEY, version integer NOT NULL, is_valid boolean NOT NULL, reason text, place geometry(Point, 4326),
    filled real NOT NULL DEFAULT 0, is_reviewed boolean NOT NULL DEFAULT false, changed_at timestamptz NOT NULL DEFAULT now(),
    open_reports integer NOT NULL DEFAULT 0, confidence smallint NOT NULL DEFAULT 0)`);
  await protect(sql, layer, QUALITY_SUFFIX);
}

/** Deletes the facts of features that are gone. */
export async function deleteGoneFeatures(sql: SqlSession, { tableName }: MeasuredLayer): Promise<void> {
  await sql.query(`DELETE FROM ${qualityTableOf(tableName)} q WHERE NOT EXISTS (SELECT FROM ${tableRef(tableName)} t WHERE t.fid = q.fid)`);
}

/** Deletes the facts of these features if they are gone, and returns the stored number of open reports of the others. */
export async function knownOpenReports(
  sql: SqlSession,
  { tableName }: MeasuredLayer,
  fids: readonly number[],
): Promise<Map<number, number>> {
  const known = qualityTableOf(tableName);
  await sql.query(
    `DELETE FROM ${known} q WHERE q.fid = ANY ($1::bigint[]) AND NOT EXISTS (SELECT FROM ${tableRef(tableName)} t WHERE t.fid = q.fid)`,
    [fids],
  );
  const rows = await sql.query<{ fid: number; reports: number }>(
    `SELECT fid, open_reports AS reports FROM ${known} WHERE fid = ANY ($1::bigint[])`,
    [fids],
  );
  return new Map(rows.map(({ fid, reports }) => [Number(fid), reports]));
}

/** Geometries checked in one transaction. Checking is slow, and during a transaction the embedded database serves nobody else. */
export const GEOMETRIES_PER_BATCH = 10_000;

/** Batches that are listed at a time. */
const MAX_BATCHES = 100;

/**
 * The features whose geometry changed since it was checked, in batches of `GEOMETRIES_PER_BATCH`; of very many only the first. Each call reads the
 * whole layer, so the batches are listed at once: one search for each would read the layer as often as it has batches.
 */
export async function uncheckedFeatures(sql: SqlSession, { tableName }: MeasuredLayer): Promise<number[][]> {
  const rows = await sql.query<{ fids: number[] }>(
    `SELECT json_agg(fid) AS fids FROM (
       SELECT fid, (row_number() OVER (ORDER BY fid) - 1) / ${GEOMETRIES_PER_BATCH} AS batch FROM (
         SELECT t.fid FROM ${tableRef(tableName)} t LEFT JOIN ${qualityTableOf(tableName)} q USING (fid)
         WHERE q.version IS DISTINCT FROM t.version LIMIT ${MAX_BATCHES * GEOMETRIES_PER_BATCH}) c) n
     GROUP BY batch ORDER BY batch`,
  );
  return rows.map(({ fids }) => fids);
}

/**
 * Checks the geometries of these features, unless they were checked since they changed: an edit of ten features checks ten. OFFSET keeps the
 * search by key: behind row-level security PostgreSQL expects so few rows that it would compare each feature with all that were checked.
 */
export async function checkChangedGeometries(sql: SqlSession, { tableName }: MeasuredLayer, only: readonly number[]): Promise<void> {
  await sql.query(
    `WITH changed AS MATERIALIZED (
       SELECT t.fid, t.version, t.geom, t.geom_3857 FROM ${tableRef(tableName)} t
         LEFT JOIN LATERAL (SELECT version FROM ${qualityTableOf(tableName)} WHERE fid = t.fid OFFSET 0) q ON true
       WHERE q.version IS DISTINCT FROM t.version AND t.fid = ANY ($1::bigint[])),
     looked AS (
       SELECT c.fid, c.version, d.valid, d.reason, d.location, c.geom,
         CASE WHEN c.geom IS NULL OR ST_IsEmpty(c.geom) THEN 'empty' WHEN c.geom_3857 IS NULL THEN 'unplaced' END AS absent
       FROM changed c LEFT JOIN LATERAL ST_IsValidDetail(c.geom) d ON NOT ST_IsValid(c.geom))
     INSERT INTO ${qualityTableOf(tableName)} AS q (fid, version, is_valid, reason, place)
     SELECT fid, version, absent IS NULL AND coalesce(valid, true), coalesce(absent, reason),
       CASE WHEN absent IS NULL AND location IS NOT NULL THEN ST_Transform(ST_SetSRID(ST_Force2D(location), ST_SRID(geom)), 4326) END
     FROM looked
     ON CONFLICT (fid) DO UPDATE SET version = EXCLUDED.version, is_valid = EXCLUDED.is_valid, reason = EXCLUDED.reason, place = EXCLUDED.place`,
    [only],
  );
}

/** SQL condition: whether a field of a feature is filled. Spaces alone do not count. */
export function isFilledSql(field: LayerField, alias: string): string {
  const column = `${alias}.${quoteIdentifier(field.column)}`;
  return field.type === "text" ? `coalesce(btrim(${column}), '') <> ''` : `${column} IS NOT NULL`;
}

/** Weighted share of a feature's fields that are filled; 1 when there is nothing to fill. */
function filledSql(fields: MeasuredLayer["fields"], alias: string): string {
  const weights = fields.reduce((sum, field) => sum + weightOf(field), 0);
  if (weights === 0) return "1::real";
  const filled = fields.map((field) => `CASE WHEN ${isFilledSql(field, alias)} THEN ${weightOf(field)} ELSE 0 END`).join(" + ");
  return `((${filled})::real / ${weights})::real`;
}

/**
 * Updates the facts of features other than their geometry: fields, reviews, age, open reports, and the confidence that results. Unchanged
 * rows are not written.
 *
 * @param open number of open reports by feature
 * @param only these features; without it, all
 * @returns number of features whose confidence changed
 */
export async function refreshFacts(
  sql: SqlSession,
  layer: MeasuredLayer,
  open: ReadonlyMap<number, number>,
  only: readonly number[] | null = null,
): Promise<number> {
  const { tableName, layerId, fields, createdAt, rhythmDays } = layer;
  const [row] = await sql.query<{ changed: number }>(
    `WITH edited AS (
       SELECT fid, max(changed_at) AS changed_at, bool_or(contribution_id IS NOT NULL) AS is_merged
       FROM ${tableRef(tableName, "_history")} WHERE ($6::bigint[] IS NULL OR fid = ANY ($6::bigint[])) GROUP BY fid),
     reported AS (SELECT * FROM unnest($2::bigint[], $3::integer[]) AS r(fid, reports)),
     facts AS (
       SELECT q.fid, q.is_valid, ${filledSql(fields, "t")} AS filled, coalesce(e.changed_at, $4::timestamptz) AS changed_at,
         coalesce(e.is_merged, false) OR c.fid IS NOT NULL AS is_reviewed, coalesce(r.reports, 0) AS open_reports
       FROM ${qualityTableOf(tableName)} q JOIN ${tableRef(tableName)} t USING (fid) LEFT JOIN edited e USING (fid)
         LEFT JOIN feature_confirmations c ON c.layer_id = $1::uuid AND c.fid = q.fid LEFT JOIN reported r ON r.fid = q.fid
       WHERE $6::bigint[] IS NULL OR q.fid = ANY ($6::bigint[])),
     valued AS (SELECT f.*, ${confidenceSql("f", "$5::float8")} AS confidence FROM facts f),
     written AS (
       UPDATE ${qualityTableOf(tableName)} q SET filled = v.filled, changed_at = v.changed_at, is_reviewed = v.is_reviewed,
         open_reports = v.open_reports, confidence = v.confidence
       FROM valued v, (SELECT fid, confidence FROM ${qualityTableOf(tableName)}) o
       WHERE v.fid = q.fid AND o.fid = q.fid AND (q.filled, q.changed_at, q.is_reviewed, q.open_reports, q.confidence)
         IS DISTINCT FROM (v.filled, v.changed_at, v.is_reviewed, v.open_reports, v.confidence)
       RETURNING o.confidence <> v.confidence AS is_changed)
     SELECT count(*) FILTER (WHERE is_changed)::integer AS changed FROM written`,
    [layerId, [...open.keys()], [...open.values()], createdAt, rhythmDays, only],
  );
  return row?.changed ?? 0;
}
