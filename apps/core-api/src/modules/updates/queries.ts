import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { LayerUpdate } from "@archipel/contracts/updates.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { latestJobSql } from "../../kernel/jobs/rows.ts";

export interface UpdateRow {
  id: string;
  layerId: string;
  layerTitle: string;
  /** Current revision of the layer. */
  layerRevision: number;
  datasetId: string;
  datasetTitle: string;
  uploadId: string | null;
  uploadLayerId: string | null;
  authorId: string | null;
  fileName: string;
  way: LayerUpdate["way"];
  choice: unknown;
  restores: number | null;
  preview: unknown;
  revision: number | null;
  createdAt: Date;
  /** Its latest job. */
  jobId: string | null;
  jobKind: string | null;
  jobStatus: string | null;
  jobError: unknown;
}

/** An update that the caller may see. */
export async function updateRow(sql: SqlSession, communityId: CommunityId, id: string): Promise<UpdateRow | undefined> {
  const rows = await sql.query<UpdateRow>(
    `SELECT u.id, u.layer_id AS "layerId", l.title AS "layerTitle", l.revision AS "layerRevision", l.dataset_id AS "datasetId",
       d.title AS "datasetTitle", u.upload_id AS "uploadId", u.upload_layer_id AS "uploadLayerId", u.author_id AS "authorId",
       u.file_name AS "fileName", u.way, u.choice, u.restores_revision AS restores, u.preview, u.revision, u.created_at AS "createdAt",
       j.id AS "jobId", j.kind AS "jobKind", j.status AS "jobStatus", j.error AS "jobError"
     FROM layer_updates u JOIN layers l ON l.id = u.layer_id JOIN datasets d ON d.id = l.dataset_id
       LEFT JOIN LATERAL (${latestJobSql("u.id")}) j ON true
     WHERE u.id = $1::uuid AND u.community_id = $2::uuid`,
    [id, communityId],
  );
  return rows[0];
}

export async function lockUpdate(sql: SqlSession, communityId: CommunityId, id: string): Promise<UpdateRow | undefined> {
  await sql.query("SELECT FROM layer_updates WHERE id = $1::uuid AND community_id = $2::uuid FOR UPDATE", [id, communityId]);
  return updateRow(sql, communityId, id);
}

/** Marks an update as applied: its upload becomes published, and the dataset's extent follows its layers. */
export async function settleUpdate(
  sql: SqlSession,
  communityId: CommunityId,
  { id, uploadId, uploadLayerId, layerId, datasetId }: UpdateRow,
  revision: number,
): Promise<void> {
  await sql.query("UPDATE layer_updates SET revision = $3::integer WHERE id = $1::uuid AND community_id = $2::uuid", [
    id,
    communityId,
    revision,
  ]);
  await sql.query(
    `UPDATE uploads SET status = 'published', dataset_id = $3::uuid, updated_at = now()
     WHERE id = $1::uuid AND community_id = $2::uuid AND status = 'checked'`,
    [uploadId, communityId, datasetId],
  );
  await sql.query("UPDATE upload_layers SET layer_id = $3::uuid WHERE id = $1::uuid AND community_id = $2::uuid", [
    uploadLayerId,
    communityId,
    layerId,
  ]);
}

/** Saves the new extent of a layer and of its dataset, in degrees. Deletions may make both smaller. */
export async function saveExtent(
  sql: SqlSession,
  communityId: CommunityId,
  { layerId, datasetId }: { layerId: string; datasetId: string },
  bbox: readonly number[],
): Promise<void> {
  await sql.query("UPDATE layers SET bbox = $3::float8[] WHERE id = $1::uuid AND community_id = $2::uuid", [layerId, communityId, bbox]);
  await sql.query(
    `UPDATE datasets SET bbox = coalesce((SELECT ARRAY[min(l.bbox[1]), min(l.bbox[2]), max(l.bbox[3]), max(l.bbox[4])] FROM layers l
       WHERE l.dataset_id = $1::uuid AND l.status = 'ready' AND cardinality(l.bbox) = 4 HAVING count(*) > 0), '{}')
     WHERE id = $1::uuid AND community_id = $2::uuid`,
    [datasetId, communityId],
  );
}

/** Saves a layer's new columns. `updated_at` invalidates its tiles and downloads. */
export async function saveFields(sql: SqlSession, communityId: CommunityId, layerId: string, fields: readonly LayerField[]): Promise<void> {
  await sql.query("UPDATE layers SET fields = $3::jsonb, updated_at = now() WHERE id = $1::uuid AND community_id = $2::uuid", [
    layerId,
    communityId,
    JSON.stringify(fields),
  ]);
}

/** Saves a layer's new type of geometry and its style. `updated_at` invalidates its tiles and downloads. */
export async function saveKind(
  sql: SqlSession,
  communityId: CommunityId,
  layerId: string,
  { geometryType, style }: { geometryType: string; style: unknown },
): Promise<void> {
  await sql.query(
    "UPDATE layers SET geometry_type = $3, style = $4::jsonb, updated_at = now() WHERE id = $1::uuid AND community_id = $2::uuid",
    [layerId, communityId, geometryType, JSON.stringify(style)],
  );
}

export interface RevisionRow {
  revision: number;
  createdAt: Date;
  authorName: string | null;
  summary: unknown;
}

/** A layer's revisions, newest first. */
export async function revisionRows(
  sql: SqlSession,
  communityId: CommunityId,
  layerId: string,
  page: { limit: number; offset: number },
): Promise<{ rows: RevisionRow[]; total: number }> {
  const [count] = await sql.query<{ total: number }>(
    "SELECT count(*)::integer AS total FROM layer_revisions WHERE layer_id = $1::uuid AND community_id = $2::uuid",
    [layerId, communityId],
  );
  const rows = await sql.query<RevisionRow>(
    `SELECT r.revision, r.created_at AS "createdAt", (SELECT n.name FROM app.names_of(ARRAY[r.author_id]) n) AS "authorName",
       r.summary - 'boxes' AS summary
     FROM layer_revisions r WHERE r.layer_id = $1::uuid AND r.community_id = $2::uuid
     ORDER BY r.revision DESC LIMIT ${Number(page.limit)} OFFSET ${Number(page.offset)}`,
    [layerId, communityId],
  );
  return { rows, total: count?.total ?? 0 };
}
