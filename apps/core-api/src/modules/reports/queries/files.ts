import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface FileRow {
  id: string;
  name: string;
  mediaType: string;
  size: number;
  width: number | null;
  height: number | null;
  thumbnailKey: string | null;
  isHidden: boolean;
}

export function fileRows(sql: SqlSession, community: CommunityId, reportId: string, withHidden: boolean): Promise<FileRow[]> {
  return sql.query<FileRow>(
    `SELECT id, name, media_type AS "mediaType", size, width, height, thumbnail_key AS "thumbnailKey", is_hidden AS "isHidden"
     FROM report_files WHERE community_id = $1::uuid AND report_id = $2::uuid AND ($3::boolean OR NOT is_hidden) ORDER BY created_at, id`,
    [community, reportId, withHidden],
  );
}

export interface NewFile {
  id: string;
  senderHash: string;
  name: string;
  mediaType: string;
  size: number;
  width: number | null;
  height: number | null;
  storageKey: string;
  thumbnailKey: string | null;
}

/** Inserts a file that no report has yet. */
export async function insertFile(sql: SqlSession, community: CommunityId, file: NewFile): Promise<void> {
  const { id, senderHash, name, mediaType, size, width, height, storageKey, thumbnailKey } = file;
  await sql.query(
    `INSERT INTO report_files (id, community_id, sender_hash, name, media_type, size, width, height, storage_key, thumbnail_key)
       VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6::integer, $7::integer, $8::integer, $9, $10)`,
    [id, community, senderHash, name, mediaType, size, width, height, storageKey, thumbnailKey],
  );
}

/** Gives files to a report, if the same sender uploaded them and no report has them. @returns how many it got */
export async function attachFiles(
  sql: SqlSession,
  community: CommunityId,
  reportId: string,
  { fileIds, senderHash }: { fileIds: readonly string[]; senderHash: string },
): Promise<number> {
  const attached = await sql.query(
    `UPDATE report_files SET report_id = $1::uuid
     WHERE community_id = $2::uuid AND id = ANY ($3::uuid[]) AND report_id IS NULL AND sender_hash = $4 RETURNING id`,
    [reportId, community, fileIds, senderHash],
  );
  return attached.length;
}

/** Hides all files of a report. @returns how many were shown before */
export async function hideAllFiles(sql: SqlSession, community: CommunityId, reportId: string): Promise<number> {
  const hidden = await sql.query(
    "UPDATE report_files SET is_hidden = true WHERE report_id = $1::uuid AND community_id = $2::uuid AND NOT is_hidden RETURNING id",
    [reportId, community],
  );
  return hidden.length;
}

/** @returns the file's name; undefined when the report does not have the file */
export async function setFileHidden(
  sql: SqlSession,
  community: CommunityId,
  reportId: string,
  { fileId, isHidden }: { fileId: string; isHidden: boolean },
): Promise<string | undefined> {
  const [file] = await sql.query<{ name: string }>(
    "UPDATE report_files SET is_hidden = $4::boolean WHERE id = $1::uuid AND report_id = $2::uuid AND community_id = $3::uuid RETURNING name",
    [fileId, reportId, community, isHidden],
  );
  return file?.name;
}

/** Deletes files that have waited for a report for a day. @returns how many */
export async function deleteWaitingFiles(sql: SqlSession): Promise<number> {
  const deleted = await sql.query<{ id: string }>(
    "DELETE FROM report_files WHERE report_id IS NULL AND created_at < now() - interval '1 day' RETURNING id",
  );
  return deleted.length;
}

export interface StoredFile {
  name: string;
  mediaType: string;
  storageKey: string;
  thumbnailKey: string | null;
  /** Anyone may read it: neither the file nor its report is hidden, held or refused, and the portal is live. */
  isPublic: boolean;
}

/** A file of a report. @param sql a person's session: row-level security decides whether they may read it */
export async function readableFile(
  sql: SqlSession,
  { fileId, reportId }: { fileId: string; reportId: string },
): Promise<StoredFile | undefined> {
  const [row] = await sql.query<StoredFile>(
    `SELECT f.name, f.media_type AS "mediaType", f.storage_key AS "storageKey", f.thumbnail_key AS "thumbnailKey",
         NOT f.is_hidden AND NOT r.is_hidden AND r.review IN ('passed', 'unseen')
           AND EXISTS (SELECT FROM portals p WHERE p.id = r.portal_id AND p.status = 'live') AS "isPublic"
       FROM report_files f JOIN reports r ON r.id = f.report_id
       WHERE f.id = $1::uuid AND r.id = $2::uuid`,
    [fileId, reportId],
  );
  return row;
}
