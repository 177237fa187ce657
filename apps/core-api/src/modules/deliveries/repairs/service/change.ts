import type { offeredRepairsInput, recheckInput, repairAnswer, undoRepairInput } from "@archipel/contracts/repairs.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Operation } from "@archipel/validation/repair/recipe.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { emit } from "../../../../kernel/outbox.ts";
import { recheckDelivery } from "../../checks/service/restart.ts";
import { assertUploadStatus } from "../../uploads/service/change.ts";
import { repairsAt } from "../apply/recipe.ts";
import { operationsOf, validRecipe } from "../policy.ts";
import { lastPosition, nextRevision, offeredIn } from "../queries.ts";
import { assertCheckedDelivery, type CheckedDelivery } from "./about-check.ts";

type Answer = z.infer<typeof repairAnswer>;

/** Applies the offered repairs: for one finding, a group, or all findings. */
export function addRepairs(core: Core, actor: MemberActor, input: z.infer<typeof offeredRepairsInput>): Promise<Answer> {
  const { checkId, on } = input;
  return changeRecipe(core, actor, checkId, async (tx, checked) => {
    const operations = operationsOf(await offeredIn(tx, actor.communityId, checkId, on), input);
    if (operations.length === 0) throw new DomainError("conflict", "nothing-to-repair");
    return append(tx, actor, checked, operations);
  });
}

/** Applies edits made by hand. */
export function addEdits(core: Core, actor: MemberActor, checkId: string, operations: readonly Operation[]): Promise<Answer> {
  return changeRecipe(core, actor, checkId, (tx, checked) => append(tx, actor, checked, operations));
}

/** Undoes the last step: everything that one click or one save did. */
export function undoRepair(core: Core, actor: MemberActor, { checkId }: z.infer<typeof undoRepairInput>): Promise<Answer> {
  const { communityId, userId: actorId } = actor;
  return changeRecipe(core, actor, checkId, async (tx, { upload }) => {
    const undoneRevision = await nextRevision(tx, communityId, upload.id);
    // Read after the revision was taken: until the commit nobody else can change the recipe.
    const repairs = await repairsAt(tx, communityId, upload.id, undoneRevision);
    const last = repairs.at(-1)?.revision;
    if (last === undefined) throw new DomainError("conflict", "no-repair-to-undo");
    const where = { communityId, uploadId: upload.id, revision: last, undoneRevision: null };
    const { count } = await tx.uploadRepair.updateMany({ where, data: { undoneRevision } });
    const left = repairs.filter(({ revision }) => revision !== last).length;
    // No repairs and no repaired delivery: what was read of the original is right again.
    if (left === 0 && upload.repairedKey === null)
      await tx.upload.update({ where: { id: upload.id, communityId }, data: { readRevision: undoneRevision } });
    const about = { communityId, actorId, resourceType: "upload", resourceId: upload.id };
    await audit(tx, { ...about, action: "upload.repair-undone", summary: { fileName: upload.fileName, repairs: count } });
    return { revision: undoneRevision, repairs: left, changed: count };
  });
}

/** Checks the repaired delivery again, after a check that failed or was cancelled. */
export function recheckRepaired(core: Core, actor: MemberActor, { checkId }: z.infer<typeof recheckInput>): Promise<Answer> {
  return changeRecipe(core, actor, checkId, async (_tx, { upload, repairs }) => ({
    revision: upload.recipeRevision,
    repairs: repairs.length,
    changed: 0,
  }));
}

interface Change {
  revision: number;
  /** Number of operations after the change. */
  repairs: number;
  /** Number of operations that were added or removed. */
  changed: number;
}

/** One change of the recipe and its recheck, in one transaction. */
async function changeRecipe(
  core: Core,
  actor: MemberActor,
  checkId: string,
  change: (tx: Tx, checked: CheckedDelivery) => Promise<Change>,
): Promise<Answer> {
  const { communityId } = actor;
  const { answer, job } = await core.database.withTenant(actor, async (tx) => {
    const checked = await assertCheckedDelivery(tx, actor, checkId);
    assertUploadStatus(checked.upload, ["checked", "failed", "published"]);
    const { revision, repairs, changed } = await change(tx, checked);
    const next = await recheckDelivery(tx, actor, checked.check, { revision, repairs });
    await emit(tx, "upload.changed", communityId, { uploadId: checked.upload.id });
    return { answer: { checkId: next.checkId, changed }, job: next.job };
  });
  await core.queue.enqueue(job);
  return answer;
}

async function append(tx: Tx, actor: MemberActor, { check, upload }: CheckedDelivery, operations: readonly Operation[]): Promise<Change> {
  const { communityId, userId: authorId } = actor;
  const revision = await nextRevision(tx, communityId, upload.id);
  // Read after the revision was taken: until the commit nobody else can change the recipe.
  const before = await repairsAt(tx, communityId, upload.id, revision);
  const all = validRecipe([...before.map(({ operation }) => operation), ...operations]);
  const { id: uploadId } = upload;
  const { modelKey, modelVersion } = check;
  const first = (await lastPosition(tx, communityId, uploadId)) + 1;
  await tx.uploadRepair.createMany({
    data: all.slice(before.length).map((operation, index) => ({
      uploadId,
      communityId,
      position: first + index,
      revision,
      modelKey,
      modelVersion,
      options: check.options ?? {},
      operation: JSON.parse(JSON.stringify(operation)),
      authorId,
    })),
  });
  const about = { communityId, actorId: authorId, resourceType: "upload", resourceId: uploadId };
  await audit(tx, { ...about, action: "upload.repaired", summary: { fileName: upload.fileName, repairs: operations.length } });
  return { revision, repairs: all.length, changed: operations.length };
}
