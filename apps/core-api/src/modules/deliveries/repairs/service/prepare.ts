import type { prepareRepairsInput } from "@archipel/contracts/repairs.ts";
import type { Upload } from "@archipel/contracts/uploads.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { startJob } from "../../../../kernel/jobs/rows.ts";
import { emit } from "../../../../kernel/outbox.ts";
import { inspectionOf } from "../../uploads/policy/inspection.ts";
import { assertUploadStatus } from "../../uploads/service/change.ts";
import { assertUpload, uploadIn } from "../../uploads/service/read.ts";

/**
 * Starts the job that writes the repaired delivery and reads it like an upload, so that it can be published. Does nothing when that is
 * done.
 */
export async function prepareRepairs(core: Core, actor: MemberActor, { uploadId }: z.infer<typeof prepareRepairsInput>): Promise<Upload> {
  const { communityId, userId: actorId } = actor;
  const { changed, job } = await core.database.withTenant(actor, async (tx) => {
    const upload = await assertUpload(tx, actor, uploadId);
    assertUploadStatus(upload, ["checked", "failed", "published"]);
    if (upload.recipeRevision === upload.readRevision && upload.status !== "failed")
      return { changed: await uploadIn(tx, actor, uploadId), job: null };
    await tx.upload.update({ where: { id: uploadId, communityId }, data: { status: "checking" } });
    const started = await startJob(tx, actor, inspectionOf(upload));
    const about = { communityId, actorId, resourceType: "upload", resourceId: uploadId };
    await audit(tx, { ...about, action: "upload.repairs-prepared", summary: { fileName: upload.fileName } });
    await emit(tx, "upload.changed", communityId, { uploadId });
    return { changed: await uploadIn(tx, actor, uploadId), job: started };
  });
  if (job) await core.queue.enqueue(job);
  return changed;
}
