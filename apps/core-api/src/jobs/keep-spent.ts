import type { Budget } from "@archipel/sandbox/budget.ts";
import type { Core } from "../kernel/core.ts";
import { spentOf } from "../kernel/jobs/budget.ts";
import type { ClaimedJob } from "../kernel/jobs/handler.ts";

/** Reports of progress store it more often: this is for silent steps. */
const EVERY_MS = 15_000;

/**
 * Stores what a job uses while it runs, so that the next attempt continues with the same budget, also when this process is killed.
 *
 * @returns `store` stores it now; `end` stores nothing more
 */
export function keepSpent(core: Core, { id, communityId, attempt }: ClaimedJob, budget: Budget) {
  let running: Promise<void> | null = null;
  const store = async (): Promise<void> => {
    try {
      await core.database.withWorker(communityId, (tx) =>
        tx.job.updateMany({ where: { id, communityId, attempts: attempt }, data: { spent: spentOf(budget) } }),
      );
    } catch (error) {
      core.log.warn({ err: error, job: id }, "what a job used was not stored");
    }
  };
  // A transaction of the job may have locked the row: the next one waits for it.
  const timer = setInterval(() => {
    running ??= store().finally(() => {
      running = null;
    });
  }, EVERY_MS);
  return {
    store,
    async end(): Promise<void> {
      clearInterval(timer);
      await running;
    },
  };
}
