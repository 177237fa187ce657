import { databaseConnections, jobsOpen, oldestWaitingJob } from "@archipel/observability/metrics.ts";
import type { Core } from "../kernel/core.ts";
import { OPEN_JOB_STATUSES } from "../kernel/jobs/open-jobs.ts";

/** Reads the current state into the metrics: the queue of all communities, and this process's connections. */
export async function observeState(core: Core): Promise<void> {
  const pool = core.database.connections();
  if (pool) for (const [state, count] of Object.entries(pool)) databaseConnections.set({ state }, count);
  try {
    const open = await core.database.withSystem((tx) =>
      tx.job.groupBy({ by: ["status"], where: { status: { in: OPEN_JOB_STATUSES } }, _count: true, _min: { createdAt: true } }),
    );
    for (const status of OPEN_JOB_STATUSES) jobsOpen.set({ status }, open.find((group) => group.status === status)?._count ?? 0);
    const oldest = open.find((group) => group.status === "waiting")?._min.createdAt;
    oldestWaitingJob.set(oldest ? Math.max(0, Date.now() - oldest.getTime()) / 1000 : 0);
  } catch (error) {
    // The other metrics are still served: they matter most while the database is down.
    core.log.error({ err: error }, "the queue could not be observed");
    jobsOpen.reset();
    oldestWaitingJob.set(Number.NaN);
  }
}
