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
  /** Whether anyone may read it now. */
  isPublic: boolean;
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
  // A look behind the locks to decide: what is told of it is the file alone.
  const row = await core.database.sqlAs({ role: "system" }, (sql) => storedFile(sql, wanted));
  if (!row) throw refusal;
  const { followHash: kept, isHidden, ...file } = row;
  if (file.isPublic) return file;
  const isFollowed = kept !== null && wanted.follow !== undefined && followHash(core, wanted.follow) === kept;
  if (!isHidden && isFollowed) return file;
  // The others are whom row-level security lets read it.
  const isReadable = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => isFileReadable(sql, wanted));
  if (!isReadable || actor.isSuspended) throw refusal;
  return file;
}
