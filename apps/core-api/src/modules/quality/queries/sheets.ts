import type { CommunityId } from "@archipel/contracts/ids.ts";
import { layerField } from "@archipel/contracts/layers.ts";
import { type QualityRules, qualityRules, type SheetFigures } from "@archipel/contracts/quality.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";
import { hasAbilitySql } from "../../../layer-store/kinds/registry.ts";
import { qualityTableOf } from "../../../layer-store/tables/quality-table.ts";
import { updateFrequency } from "../../datasets/policy.ts";
import { type FeatureFacts, promisedDays, UNPROMISED_DAYS } from "../policy.ts";
import type { MeasuredLayer } from "./feature-facts.ts";

const NO_RULES: QualityRules = { mandatoryColumns: {} };

export async function rulesOf(sql: SqlSession, community: CommunityId, datasetId: string): Promise<QualityRules> {
  const [row] = await sql.query<{ mandatoryColumns: unknown }>(
    `SELECT mandatory_columns AS "mandatoryColumns" FROM quality_rules WHERE dataset_id = $1::uuid AND community_id = $2::uuid`,
    [datasetId, community],
  );
  return row ? qualityRules.parse(row) : NO_RULES;
}

export async function saveRules(sql: SqlSession, community: CommunityId, datasetId: string, rules: QualityRules): Promise<void> {
  await sql.query(
    `INSERT INTO quality_rules (dataset_id, community_id, mandatory_columns) VALUES ($1::uuid, $2::uuid, $3::jsonb)
     ON CONFLICT (dataset_id) DO UPDATE SET mandatory_columns = EXCLUDED.mandatory_columns`,
    [datasetId, community, JSON.stringify(rules.mandatoryColumns)],
  );
}

/** A dataset as input of its sheet; null when it is gone. */
export async function measuredDataset(sql: SqlSession, community: CommunityId, datasetId: string) {
  const [dataset] = await sql.query<{ updateFrequency: string }>(
    `SELECT update_frequency AS "updateFrequency" FROM datasets WHERE id = $1::uuid AND community_id = $2::uuid`,
    [datasetId, community],
  );
  if (!dataset) return null;
  const frequency = updateFrequency.parse(dataset.updateFrequency);
  const { mandatoryColumns } = await rulesOf(sql, community, datasetId);
  const rows = await sql.query<{
    id: string;
    tableName: string;
    fields: unknown;
    revision: number;
    createdAt: Date;
    lastChange: Date;
  }>(
    `SELECT l.id, l.table_name AS "tableName", l.fields, l.revision, l.created_at AS "createdAt",
       greatest(l.created_at, (SELECT max(r.created_at) FROM layer_revisions r WHERE r.layer_id = l.id)) AS "lastChange"
     FROM layers l WHERE l.dataset_id = $1::uuid AND l.community_id = $2::uuid AND l.status = 'ready' AND ${hasAbilitySql("l.kind", "edits")}
     ORDER BY l.position, l.id`,
    [datasetId, community],
  );
  const layers = rows.map((row): MeasuredLayer & { revision: number; lastChange: Date } => ({
    layerId: row.id,
    communityId: community,
    tableName: row.tableName,
    fields: z
      .array(layerField)
      .parse(row.fields)
      .filter(({ isHidden }) => !isHidden)
      .map((field) => ({ ...field, isMandatory: mandatoryColumns[row.id]?.includes(field.column) ?? false })),
    createdAt: row.createdAt,
    rhythmDays: promisedDays(frequency) ?? UNPROMISED_DAYS,
    revision: row.revision,
    lastChange: row.lastChange,
  }));
  const lastLayer = layers.reduce<Date | null>((last, { lastChange }) => (last && last > lastChange ? last : lastChange), null);
  return { frequency, layers, lastChange: await lastChangeWith(sql, datasetId, lastLayer) };
}

/** Rasters and point clouds count as data, like layers. Other documents count only where there is nothing else. */
async function lastChangeWith(sql: SqlSession, datasetId: string, lastLayer: Date | null): Promise<Date | null> {
  const [files] = await sql.query<{ raster: Date | null; any: Date | null }>(
    `SELECT max(created_at) FILTER (WHERE raster IS NOT NULL OR cloud IS NOT NULL) AS raster, max(created_at) AS any
     FROM dataset_attachments WHERE dataset_id = $1::uuid`,
    [datasetId],
  );
  const raster = files?.raster ?? null;
  if (lastLayer === null) return raster ?? files?.any ?? null;
  return raster && raster > lastLayer ? raster : lastLayer;
}

/** SQL condition: reports that are not settled. Those that the public may not see yet do not lower a public figure. */
const OPEN = "status IN ('submit', 'pending0', 'pending', 'pending1', 'pending2') AND review IN ('passed', 'unseen')";

/** Number of open reports by feature of a layer. @param sql of the system: reports come from portals of any community */
export async function openReportsByFeature(sql: SqlSession, layerId: string): Promise<Map<number, number>> {
  const rows = await sql.query<{ fid: number; count: number }>(
    `SELECT fid, count(*)::integer AS count FROM reports WHERE layer_id = $1::uuid AND fid IS NOT NULL AND ${OPEN} GROUP BY fid`,
    [layerId],
  );
  return new Map(rows.map(({ fid, count }) => [Number(fid), count]));
}

/** Open reports of a dataset, and the overdue ones among them. @param sql of the system */
export async function openReports(sql: SqlSession, datasetId: string): Promise<SheetFigures["reports"]> {
  const [row] = await sql.query<SheetFigures["reports"]>(
    `SELECT count(*)::integer AS open, count(*) FILTER (WHERE due_at < now())::integer AS overdue
     FROM reports WHERE dataset_id = $1::uuid AND ${OPEN}`,
    [datasetId],
  );
  return row ?? { open: 0, overdue: 0 };
}

export async function ratingFigures(sql: SqlSession, datasetId: string): Promise<SheetFigures["ratings"]> {
  const [row] = await sql.query<SheetFigures["ratings"]>(
    "SELECT count(*)::integer AS count, avg(stars)::float8 AS average FROM dataset_ratings WHERE dataset_id = $1::uuid",
    [datasetId],
  );
  return { count: row?.count ?? 0, average: row?.average ?? null };
}

export interface SheetRow {
  figures: unknown;
  computedAt: Date | null;
  staleSince: Date | null;
}

/** The sheet of a dataset, if the caller may read the dataset. `known` distinguishes a dataset without a sheet from no dataset. */
export async function sheetRow(sql: SqlSession, datasetId: string): Promise<(SheetRow & { communityId: string }) | undefined> {
  const [row] = await sql.query<SheetRow & { communityId: string }>(
    `SELECT s.figures, s.computed_at AS "computedAt", s.stale_since AS "staleSince", d.community_id AS "communityId"
     FROM datasets d LEFT JOIN quality_sheets s ON s.dataset_id = d.id WHERE d.id = $1::uuid`,
    [datasetId],
  );
  return row;
}

/** Marks figures as stale. The first mark is kept, so that a dataset that changes all the time is computed too. */
export async function markStale(sql: SqlSession, datasetIds: readonly string[]): Promise<void> {
  if (datasetIds.length === 0) return;
  await sql.query(
    `INSERT INTO quality_sheets (dataset_id, community_id, stale_since)
     SELECT d.id, d.community_id, clock_timestamp() FROM datasets d WHERE d.id = ANY ($1::uuid[])
     ON CONFLICT (dataset_id) DO UPDATE SET stale_since = coalesce(quality_sheets.stale_since, EXCLUDED.stale_since)`,
    [datasetIds],
  );
}

/** Sheets to compute again. The delay lets several edits of one moment be computed once. */
export function staleSheets(sql: SqlSession, settledSeconds: number, limit: number) {
  return sql.query<{ datasetId: string; communityId: string }>(
    `SELECT dataset_id AS "datasetId", community_id AS "communityId" FROM quality_sheets
     WHERE stale_since <= clock_timestamp() - make_interval(secs => $1::float8) ORDER BY stale_since LIMIT ${Number(limit)}`,
    [settledSeconds],
  );
}

/**
 * Datasets whose figures are missing or a day old: freshness and age change with time alone. Also those with a report that changed since,
 * in case its event was lost.
 */
export function agedDatasets(sql: SqlSession) {
  return sql.query<{ id: string }>(
    `SELECT d.id FROM datasets d LEFT JOIN quality_sheets s ON s.dataset_id = d.id
     WHERE s.stale_since IS NULL AND (s.computed_at IS NULL OR s.computed_at < now() - interval '1 day'
       OR EXISTS (SELECT FROM reports r WHERE r.dataset_id = d.id AND r.updated_at > s.computed_at))`,
  );
}

/** Start of a computation: marks made after it ask for another one. */
export async function moment(sql: SqlSession): Promise<Date> {
  const [row] = await sql.query<{ at: Date }>("SELECT clock_timestamp() AS at");
  return row?.at ?? new Date();
}

export async function saveSheet(
  sql: SqlSession,
  sheet: { datasetId: string; communityId: CommunityId; figures: SheetFigures; begun: Date; hasNewConfidence: boolean },
): Promise<void> {
  await sql.query(
    `INSERT INTO quality_sheets AS s (dataset_id, community_id, figures, revision, computed_at)
     VALUES ($1::uuid, $2::uuid, $3::jsonb, 1, now())
     ON CONFLICT (dataset_id) DO UPDATE SET figures = EXCLUDED.figures, revision = s.revision + 1, computed_at = EXCLUDED.computed_at,
       confidence_at = CASE WHEN $5::boolean THEN now() ELSE s.confidence_at END,
       stale_since = CASE WHEN s.stale_since > $4::timestamptz THEN s.stale_since END`,
    [sheet.datasetId, sheet.communityId, JSON.stringify(sheet.figures), sheet.begun, sheet.hasNewConfidence],
  );
}

/** The visible columns of each layer of a dataset. */
export async function visibleColumns(sql: SqlSession, datasetId: string): Promise<Map<string, Set<string>>> {
  const rows = await sql.query<{ id: string; fields: unknown }>(
    "SELECT id, fields FROM layers WHERE dataset_id = $1::uuid AND status = 'ready'",
    [datasetId],
  );
  const columnsOf = (fields: unknown) =>
    z
      .array(layerField)
      .parse(fields)
      .flatMap(({ column, isHidden }) => (isHidden ? [] : [column]));
  return new Map(rows.map(({ id, fields }) => [id, new Set(columnsOf(fields))]));
}

/** The facts behind a feature's confidence, and the rhythm of its dataset. */
export async function factsOfFeature(sql: SqlSession, layerId: string, tableName: string, fid: number) {
  const [row] = await sql.query<FeatureFacts & { updateFrequency: string }>(
    `SELECT q.is_valid AS "isValid", q.filled::float8 AS filled, q.is_reviewed AS "isReviewed", q.open_reports AS "openReports",
       extract(epoch FROM now() - q.changed_at)::float8 / 86400 AS "ageDays", d.update_frequency AS "updateFrequency"
     FROM ${qualityTableOf(tableName)} q, layers l JOIN datasets d ON d.id = l.dataset_id WHERE q.fid = $1::bigint AND l.id = $2::uuid`,
    [fid, layerId],
  );
  if (!row) return null;
  const { updateFrequency: frequency, ...facts } = row;
  return { facts, rhythmDays: promisedDays(updateFrequency.parse(frequency)) ?? UNPROMISED_DAYS };
}

export async function postponeSheet(sql: SqlSession, datasetId: string, seconds: number): Promise<void> {
  await sql.query(
    "UPDATE quality_sheets SET stale_since = clock_timestamp() + make_interval(secs => $2::float8) WHERE dataset_id = $1::uuid",
    [datasetId, seconds],
  );
}
