import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { followHash } from "../service/sender.ts";

export interface ReadableFile {
  name: string;
  mediaType: string;
  storageKey: string;
  thumbnailKey: string | null;
  /** Whether anyone may read it now. */
  isPublic: boolean;
}

interface Row extends ReadableFile {
  followHash: string | null;
  isHidden: boolean;
}

/**
 * A file of a report, for whoever may see it: anyone, while neither it nor its report is hidden and the portal is open; its reporter;
 * moderators of the community.
 *
 * @throws DomainError when there is no such file for the caller
 */
export async function readFile(
  core: Core,
  actor: Actor,
  wanted: { reportId: string; fileId: string; follow: string | undefined },
): Promise<ReadableFile> {
  const refusal = new DomainError("not-found", "report-file-not-found");
  const key = [wanted.fileId, wanted.reportId];
  // A look behind the locks to decide: what is told of it is the file alone.
  const [row] = await core.database.sqlAs({ role: "system" }, (sql) =>
    sql.query<Row>(
      `SELECT f.name, f.media_type AS "mediaType", f.storage_key AS "storageKey", f.thumbnail_key AS "thumbnailKey",
         f.is_hidden AS "isHidden", NOT f.is_hidden AND NOT r.is_hidden AND coalesce(p.status = 'live' AND c.status = 'active', false) AS "isPublic",
         r.follow_hash AS "followHash"
       FROM report_files f JOIN reports r ON r.id = f.report_id JOIN communities c ON c.id = r.community_id
         LEFT JOIN portals p ON p.id = r.portal_id
       WHERE f.id = $1::uuid AND r.id = $2::uuid`,
      key,
    ),
  );
  if (!row) throw refusal;
  const { followHash: kept, isHidden, ...file } = row;
  if (file.isPublic) return file;
  const isFollowed = kept !== null && wanted.follow !== undefined && followHash(core, wanted.follow) === kept;
  if (!isHidden && isFollowed) return file;
  // The others are whom row-level security lets read it.
  const seen = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) =>
    sql.query("SELECT id FROM report_files WHERE id = $1::uuid AND report_id = $2::uuid", key),
  );
  if (seen.length === 0 || actor.isSuspended) throw refusal;
  return file;
}
