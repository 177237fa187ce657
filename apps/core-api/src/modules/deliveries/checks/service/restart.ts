import { randomUUID } from "node:crypto";
import type { Tx } from "@archipel/database/database.ts";
import type { MemberActor } from "../../../../kernel/actor.ts";
import { isOpenJob } from "../../../../kernel/jobs/open-jobs.ts";
import { latestJobs, startJob } from "../../../../kernel/jobs/rows.ts";
import type { CheckRow } from "../queries.ts";
import { evictOldest, stopChecks } from "./evict.ts";

/** The recipe after the change. */
interface ChangedRecipe {
  revision: number;
  /** Number of operations. */
  repairs: number;
}

/**
 * Starts a new check of an upload, in the transaction that changed its repairs. Checks of earlier repairs that still run are stopped. The
 * caller enqueues the job.
 */
export async function recheckDelivery(
  tx: Tx,
  actor: MemberActor,
  { upload: { fileName, datasetId }, ...base }: CheckRow,
  recipe: ChangedRecipe,
) {
  const { communityId, userId: createdById } = actor;
  const { uploadId, modelKey, modelVersion } = base;
  await stopOutdated(tx, actor, uploadId, modelKey);
  await evictOldest(tx, actor, uploadId, modelKey, base.id);
  const id = randomUUID();
  await tx.check.create({
    data: {
      id,
      communityId,
      uploadId,
      modelKey,
      modelVersion,
      modelTitle: base.modelTitle ?? {},
      options: base.options ?? {},
      previousId: base.id,
      recipeRevision: recipe.revision,
      repairs: recipe.repairs,
      createdById,
    },
  });
  return { checkId: id, job: await startJob(tx, actor, { kind: "check-delivery", subjectId: id, subject: fileName, uploadId, datasetId }) };
}

async function stopOutdated(tx: Tx, { communityId }: MemberActor, uploadId: string, modelKey: string): Promise<void> {
  const made = await tx.check.findMany({ where: { communityId, uploadId, modelKey, previousId: { not: null } }, select: { id: true } });
  const jobs = await latestJobs(
    tx,
    communityId,
    made.map(({ id }) => id),
  );
  const atWork = [...jobs].filter(([, { status }]) => isOpenJob(status)).map(([id]) => id);
  await stopChecks(tx, communityId, atWork);
}
