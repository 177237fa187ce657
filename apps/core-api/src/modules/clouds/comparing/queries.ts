import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface ComparedRow {
  /** Of the revision, not of the tile: comparisons of other revisions are other jobs. */
  id: string;
  datasetId: string;
  title: string;
  objectKey: string;
  srid: number | null;
  /** What is stored: the revision that it was compared with, and the changes. */
  changes: unknown;
  /** The kept revision before it, and its bytes; null for the first. */
  against: number | null;
  againstKey: string | null;
}

/** A revision of a tile with the one before it. */
export async function comparedRow(
  sql: SqlSession,
  communityId: CommunityId,
  attachmentId: string,
  revision: number,
): Promise<ComparedRow | null> {
  const [row] = await sql.query<ComparedRow>(
    `SELECT r.id, a.dataset_id AS "datasetId", a.title, r.object_key AS "objectKey", (r.cloud->>'srid')::integer AS srid, r.changes,
       b.revision AS against, b.object_key AS "againstKey"
     FROM cloud_revisions r JOIN dataset_attachments a ON a.id = r.attachment_id
     LEFT JOIN LATERAL (
       SELECT revision, object_key FROM cloud_revisions
       WHERE attachment_id = r.attachment_id AND revision < r.revision ORDER BY revision DESC LIMIT 1) b ON true
     WHERE r.attachment_id = $1::uuid AND r.community_id = $2::uuid AND r.revision = $3::integer`,
    [attachmentId, communityId, revision],
  );
  return row ?? null;
}

export async function saveChanges(
  sql: SqlSession,
  communityId: CommunityId,
  of: { attachmentId: string; revision: number },
  stored: object,
): Promise<void> {
  await sql.query(
    "UPDATE cloud_revisions SET changes = $4::jsonb WHERE attachment_id = $1::uuid AND community_id = $2::uuid AND revision = $3::integer",
    [of.attachmentId, communityId, of.revision, JSON.stringify(stored)],
  );
}
