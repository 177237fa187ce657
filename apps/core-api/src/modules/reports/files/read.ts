import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { isFileReadable, storedFile } from "../queries/files.ts";
import { followHash } from "../service/sender.ts";

export interface ReadableFile {
  name: string;
  mediaType: string;
  storageKey: string;
  thumbnailKey: string | null;
  /** Anyone may read it now. */
  isPublic: boolean;
}

/**
 * A file of a report that the caller may read. Anyone may, while neither the file nor its report is hidden and the portal is live. Its
 * reporter and moderators of the community may too.
 *
 * @throws DomainError when the file does not exist or the caller may not read it
 */
export async function readFile(
  core: Core,
  actor: Actor,
  wanted: { reportId: string; fileId: string; follow: string | undefined },
): Promise<ReadableFile> {
  const refusal = new DomainError("not-found", "report-file-not-found");
  // Read without row-level security: the checks below decide, and only the file is returned.
  const row = await core.database.sqlAs({ role: "system" }, (sql) => storedFile(sql, wanted));
  if (!row) throw refusal;
  const { followHash: kept, isHidden, ...file } = row;
  if (file.isPublic) return file;
  const isFollowed = kept !== null && wanted.follow !== undefined && followHash(core, wanted.follow) === kept;
  if (!isHidden && isFollowed) return file;
  // For everyone else, row-level security decides.
  const isReadable = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => isFileReadable(sql, wanted));
  if (!isReadable || actor.isSuspended) throw refusal;
  return file;
}
