import { type Actor, anonymous, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { readableFile, type StoredFile } from "../queries/files.ts";
import { setFollowHash } from "../queries/follow.ts";
import { followHash } from "../service/sender.ts";

/**
 * A file of a report that the caller may read, as row-level security decides: anyone, while neither the file nor its report is hidden, held
 * for a moderator or refused, and the portal is live; its reporter, unless the file is hidden; and moderators of the community.
 *
 * @throws DomainError when the file does not exist or the caller may not read it
 */
export async function readFile(
  core: Core,
  actor: Actor,
  { follow, ...wanted }: { reportId: string; fileId: string; follow: string | undefined },
): Promise<StoredFile> {
  const caller = actor.isSuspended ? anonymous : actor;
  const file = await core.database.sqlAs({ role: "tenant", ...scopeOf(caller) }, async (sql) => {
    if (follow !== undefined) await setFollowHash(sql, followHash(core, follow));
    return readableFile(sql, wanted);
  });
  if (!file) throw new DomainError("not-found", "report-file-not-found");
  return file;
}
