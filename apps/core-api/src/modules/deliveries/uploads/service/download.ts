import { type Actor, type MemberActor, scopeOf } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { currentFile } from "../policy/current-file.ts";
import { assertUpload } from "./read.ts";

const uploadFiles = ["original", "repaired"] as const;

/** The file as uploaded, or with its repairs. */
export function fileOfUpload(
  core: Core,
  actor: MemberActor,
  uploadId: string,
  which: (typeof uploadFiles)[number],
): Promise<{ objectKey: string; fileName: string }> {
  return core.database.withTenant(actor, async (tx) => {
    const upload = await assertUpload(tx, actor, uploadId);
    const { objectKey, fileName, repairedKey, status } = upload;
    if (which === "repaired" && repairedKey === null) throw new DomainError("not-found", "upload-has-no-repairs");
    const file = which === "repaired" ? currentFile(upload) : objectKey === null ? null : { objectKey, fileName };
    if (!file) throw new DomainError("conflict", "upload-is-busy", { status });
    return file;
  });
}

/** The community of an upload that the caller may see, for routes that name only the upload. Strangers get "not found". */
export async function communityOfUpload(core: Core, actor: Actor, uploadId: string): Promise<string> {
  const row = await core.database.withTenant(scopeOf(actor), (tx) =>
    tx.upload.findUnique({ where: { id: uploadId }, select: { communityId: true } }),
  );
  if (!row) throw new DomainError("not-found", "upload-not-found");
  return row.communityId;
}
