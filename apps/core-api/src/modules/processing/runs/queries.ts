import type { CommunityId } from "@archipel/contracts/ids.ts";
import { layerField } from "@archipel/contracts/layers.ts";
import type { ProcessableLayer } from "@archipel/contracts/processing.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";
import { bboxOf } from "../../../kernel/stored-bbox.ts";
import { geometryKindOf } from "../../../layer-store/describe/geometry-kind.ts";
import { hasAbilitySql } from "../../../layer-store/kinds/registry.ts";
import type { SourceLayer } from "../kit/parameter.ts";

const fields = z.array(layerField);
const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** Those of these layers that are ready vector layers of the community. */
export async function sourceLayers(
  sql: SqlSession,
  communityId: CommunityId,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SourceLayer>> {
  const rows = await sql.query<SourceLayer>(
    `SELECT l.id, l.title, l.dataset_id AS "datasetId", d.title AS "datasetTitle", l.table_name AS "tableName",
       l.geometry_type AS "geometryType", l.srid, l.fields, l.feature_count AS "featureCount", l.revision
     FROM layers l JOIN datasets d ON d.id = l.dataset_id
     WHERE l.id = ANY ($1::uuid[]) AND l.community_id = $2::uuid AND ${hasAbilitySql("l.kind", "processing")} AND l.status = 'ready'`,
    [ids.filter(isUuid), communityId],
  );
  return new Map(rows.map((row) => [row.id, { ...row, fields: fields.parse(row.fields) }]));
}

/** Maximum number of layers in a form. */
const MAX_LAYERS = 1000;

/** All layers of the community that a processing can read and the caller may see. */
export async function processableLayers(sql: SqlSession, communityId: CommunityId): Promise<ProcessableLayer[]> {
  const rows = await sql.query<Omit<ProcessableLayer, "geometry" | "bbox"> & { geometryType: string; bbox: number[] }>(
    `SELECT l.id, l.title, l.dataset_id AS "datasetId", d.title AS "datasetTitle", l.geometry_type AS "geometryType", l.fields,
       l.feature_count AS features, l.bbox
     FROM layers l JOIN datasets d ON d.id = l.dataset_id
     WHERE l.community_id = $1::uuid AND ${hasAbilitySql("l.kind", "processing")} AND l.status = 'ready'
     ORDER BY lower(d.title), l.position, l.id LIMIT ${MAX_LAYERS}`,
    [communityId],
  );
  return rows.map(({ geometryType, ...row }) => ({
    ...row,
    fields: fields.parse(row.fields),
    geometry: geometryKindOf(geometryType),
    bbox: bboxOf(row.bbox),
  }));
}

export interface RunRow {
  id: string;
  processing: string;
  version: number;
  parameters: unknown;
  sources: unknown;
  title: string;
  format: string | null;
  datasetId: string | null;
  layerId: string | null;
  file: unknown;
  counts: unknown;
  createdByName: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

/**
 * Runs that the caller may see: one, or those that made the layers of a dataset, newest first. The route of a run's file names no
 * community: there, only row-level security decides which runs are visible.
 */
export function runRows(
  sql: SqlSession,
  wanted: { runId: string; communityId: CommunityId | null } | { datasetId: string; communityId: CommunityId },
): Promise<RunRow[]> {
  const [condition, id] =
    "runId" in wanted
      ? ["r.id = $1::uuid", wanted.runId]
      : ["r.dataset_id = $1::uuid AND r.layer_id IS NOT NULL AND r.finished_at IS NOT NULL", wanted.datasetId];
  return sql.query<RunRow>(
    `SELECT r.id, r.processing, r.version, r.parameters, r.sources, r.title, r.format, r.dataset_id AS "datasetId", r.layer_id AS "layerId",
       r.file, r.counts, p.name AS "createdByName", r.created_at AS "createdAt", r.finished_at AS "finishedAt"
     FROM processing_runs r LEFT JOIN users p ON p.id = r.created_by_id
     WHERE ${condition} AND ($2::uuid IS NULL OR r.community_id = $2::uuid) ORDER BY r.finished_at DESC, r.id LIMIT 200`,
    [id, wanted.communityId],
  );
}
