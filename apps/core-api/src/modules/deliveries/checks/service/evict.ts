import type { Tx } from "@archipel/database/database.ts";
import type { MemberActor } from "../../../../kernel/actor.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { isOpenJob } from "../../../../kernel/jobs/open-jobs.ts";
import { forgetSubjects, latestJobs } from "../../../../kernel/jobs/rows.ts";

/** Checks kept of an upload. The oldest are deleted with their findings. */
const KEPT = 20;

/** Deletes the oldest finished checks, except the one that is `needed`. @throws DomainError when a check of the same model still runs */
export async function evictOldest(
  tx: Tx,
  { communityId }: MemberActor,
  uploadId: string,
  modelKey: string,
  needed?: string,
): Promise<void> {
  const checks = await tx.check.findMany({
    where: { communityId, uploadId },
    select: { id: true, modelKey: true },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  const jobs = await latestJobs(
    tx,
    communityId,
    checks.map(({ id }) => id),
  );
  const isRunning = (id: string) => isOpenJob(jobs.get(id)?.status);
  if (checks.some((check) => check.modelKey === modelKey && isRunning(check.id)))
    throw new DomainError("conflict", "check-already-running");
  const spare = checks.filter(({ id }) => !isRunning(id) && id !== needed).slice(KEPT - 1);
  await stopChecks(
    tx,
    communityId,
    spare.map(({ id }) => id),
  );
}

/** Deletes checks with their findings. A run loses its job at its next step; what it wrote is deleted with the check. */
export async function stopChecks(tx: Tx, communityId: MemberActor["communityId"], ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await forgetSubjects(tx, communityId, ids);
  await tx.check.deleteMany({ where: { communityId, id: { in: ids } } });
}
