import { randomUUID } from "node:crypto";
import type { Check, startCheckInput } from "@archipel/contracts/checks.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { startJob } from "../../../../kernel/jobs/rows.ts";
import { emit } from "../../../../kernel/outbox.ts";
import { assertModel } from "../../../models/service.ts";
import { repairsAt } from "../../repairs/apply/recipe.ts";
import { assertUpload } from "../../uploads/service/read.ts";
import { findCheck } from "../queries.ts";
import { evictOldest, stopChecks } from "./evict.ts";
import { checkIn } from "./read.ts";

/** Starts a check of an upload against the current version of a model. Refused while a check of this model still runs. */
export async function startCheck(core: Core, actor: MemberActor, input: z.infer<typeof startCheckInput>): Promise<Check> {
  const { communityId, userId: actorId } = actor;
  const { check, job } = await core.database.withTenant(actor, async (tx) => {
    const upload = await assertUpload(tx, actor, input.uploadId);
    if (!upload.objectKey) throw new DomainError("conflict", "upload-is-busy", { status: upload.status });
    const { model, version } = await assertModel(tx, communityId, input.model);
    await evictOldest(tx, actor, upload.id, model.id);
    const id = randomUUID();
    const { recipeRevision } = upload;
    const repairs = (await repairsAt(tx, communityId, upload.id, recipeRevision)).length;
    const asked = {
      recipeRevision,
      repairs,
      uploadId: upload.id,
      modelKey: model.id,
      modelVersion: version,
      modelTitle: model.title,
      options: input.options,
    };
    await tx.check.create({ data: { id, communityId, ...asked, createdById: actorId } });
    const started = await startJob(tx, actor, {
      kind: "check-delivery",
      subjectId: id,
      subject: upload.fileName,
      uploadId: upload.id,
      datasetId: upload.datasetId,
    });
    const about = { communityId, actorId, resourceType: "upload", resourceId: upload.id };
    await audit(tx, { ...about, action: "check.started", summary: { fileName: upload.fileName, model: model.id } });
    await emit(tx, "check.started", communityId, { checkId: id, uploadId: upload.id });
    return { check: await checkIn(tx, communityId, id), job: started };
  });
  await core.queue.enqueue(job);
  return check;
}

/** Deletes a check with its findings, and stops it if it runs. */
export async function discardCheck(core: Core, actor: MemberActor, checkId: string): Promise<{ checkId: string }> {
  const { communityId, userId: actorId } = actor;
  await core.database.withTenant(actor, async (tx) => {
    const check = await findCheck(tx, communityId, checkId);
    if (!check) throw new DomainError("not-found", "check-not-found");
    await stopChecks(tx, communityId, [checkId]);
    const about = { communityId, actorId, resourceType: "upload", resourceId: check.uploadId };
    await audit(tx, { ...about, action: "check.discarded", summary: { fileName: check.upload.fileName, model: check.modelKey } });
    await emit(tx, "check.discarded", communityId, { checkId, uploadId: check.uploadId });
  });
  return { checkId };
}
