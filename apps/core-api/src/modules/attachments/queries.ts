import { MAX_ATTACHMENTS } from "@archipel/contracts/attachments.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import { MAX_PICTURES } from "@archipel/contracts/rasters.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

const shown = { id: true, path: true, fileName: true, title: true, mediaType: true, size: true, raster: true, cloud: true } as const;

/** Row-level security limits the result to datasets that the caller may see. */
export function attachmentsOf(tx: Tx, datasetId: string) {
  return tx.datasetAttachment.findMany({
    where: { datasetId },
    select: shown,
    orderBy: [{ position: "asc" }, { path: "asc" }],
    take: MAX_ATTACHMENTS,
  });
}

/** Rasters with a preview and a footprint, if the caller may see the dataset. */
export function picturesOf(tx: Tx, datasetId: string): Promise<{ id: string; title: string; footprint: unknown }[]> {
  return tx.$queryRaw`
    SELECT id, title, raster->'footprint' AS footprint FROM dataset_attachments
    WHERE dataset_id = ${datasetId}::uuid AND preview_key IS NOT NULL AND jsonb_typeof(raster->'footprint') = 'array'
    ORDER BY position, path LIMIT ${MAX_PICTURES}`;
}

export function isDatasetVisible(tx: Tx, datasetId: string): Promise<boolean> {
  return tx.dataset.count({ where: { id: datasetId } }).then((count) => count > 0);
}

/** Finds a document by its file name, to which features refer. Case is ignored, because many file systems ignore it. */
export async function attachmentNamed(tx: Tx, layerId: string, fileName: string): Promise<{ id: string; title: string } | null> {
  const rows = await tx.$queryRaw<{ id: string; title: string }[]>`
    SELECT a.id, a.title FROM layers l JOIN dataset_attachments a ON a.dataset_id = l.dataset_id
    WHERE l.id = ${layerId}::uuid AND lower(a.file_name) = lower(${fileName}) ORDER BY a.position, a.path LIMIT 1`;
  return rows[0] ?? null;
}

export interface OwnAttachment {
  datasetId: string;
  fileName: string;
  title: string;
  objectKey: string;
  previewKey: string | null;
  isCloud: boolean;
  /** Of a tile of heights: its layer. */
  layerId: string | null;
}

/** An attachment of the community, locked. */
export async function ownAttachment(sql: SqlSession, communityId: CommunityId, id: string): Promise<OwnAttachment | null> {
  const [row] = await sql.query<OwnAttachment>(
    `SELECT dataset_id AS "datasetId", file_name AS "fileName", title, object_key AS "objectKey", preview_key AS "previewKey",
       cloud IS NOT NULL AS "isCloud", layer_id AS "layerId"
     FROM dataset_attachments WHERE id = $1::uuid AND community_id = $2::uuid FOR UPDATE`,
    [id, communityId],
  );
  return row ?? null;
}

export async function saveTitle(sql: SqlSession, communityId: CommunityId, id: string, title: string): Promise<void> {
  await sql.query("UPDATE dataset_attachments SET title = $3 WHERE id = $1::uuid AND community_id = $2::uuid", [id, communityId, title]);
}

/** Deletes an attachment. @returns the keys of the objects of its revisions */
export async function deleteAttachment(sql: SqlSession, communityId: CommunityId, id: string): Promise<string[]> {
  const revisions = await sql.query<{ key: string | null }>(
    `SELECT object_key AS key FROM cloud_revisions WHERE attachment_id = $1::uuid AND community_id = $2::uuid
     UNION SELECT unnest(ARRAY[object_key, preview_key]) FROM elevation_revisions WHERE attachment_id = $1::uuid AND community_id = $2::uuid`,
    [id, communityId],
  );
  await sql.query("DELETE FROM dataset_attachments WHERE id = $1::uuid AND community_id = $2::uuid", [id, communityId]);
  return revisions.flatMap(({ key }) => key ?? []);
}

export function attachmentRow(tx: Tx, id: string) {
  return tx.datasetAttachment.findUniqueOrThrow({ where: { id }, select: shown });
}

/** An attachment with the status and visibility of its dataset. */
export function attachmentToRead(tx: Tx, id: string) {
  return tx.datasetAttachment.findUnique({
    where: { id },
    select: {
      fileName: true,
      mediaType: true,
      objectKey: true,
      size: true,
      previewKey: true,
      dataset: { select: { status: true, visibility: true } },
    },
  });
}
