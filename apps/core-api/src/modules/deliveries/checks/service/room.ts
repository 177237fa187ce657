import type { Tx } from "@archipel/database/database.ts";
import type { MemberActor } from "../../../../kernel/actor.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { forgetSubjects, latestJobs } from "../../../../kernel/jobs/rows.ts";

/** Checks kept of an upload; the oldest make room, with their findings. */
const KEPT = 20;

/** The oldest checks that are over go, but for one that is `needed`; one of the same model that is still at work is the one to wait for. */
export async function makeRoom(tx: Tx, { communityId }: MemberActor, uploadId: string, modelKey: string, needed?: string): Promise<void> {
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
  const isAtWork = (id: string) => ["waiting", "progress"].includes(jobs.get(id)?.status ?? "");
  if (checks.some((check) => check.modelKey === modelKey && isAtWork(check.id))) throw new DomainError("conflict", "check-already-running");
  const spare = checks.filter(({ id }) => !isAtWork(id) && id !== needed).slice(KEPT - 1);
  await stopChecks(
    tx,
    communityId,
    spare.map(({ id }) => id),
  );
}

/** Takes checks back with their reports. A run that is at work loses its job at its next step, and with the check goes what it wrote. */
export async function stopChecks(tx: Tx, communityId: MemberActor["communityId"], ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await forgetSubjects(tx, communityId, ids);
  await tx.check.deleteMany({ where: { communityId, id: { in: ids } } });
}
