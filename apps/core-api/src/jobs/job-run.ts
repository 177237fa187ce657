import type { Database, Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import type { Logger } from "@archipel/observability/logger.ts";
import type { Budget } from "@archipel/sandbox/budget.ts";
import { spentOf } from "../kernel/jobs/budget.ts";
import { type ClaimedJob, type JobHandler, type JobRun, JobStoppedError } from "../kernel/jobs/handler.ts";
import { logJob, logJobIn } from "../kernel/jobs/log.ts";

const PROGRESS_MS = 500;

/** What one attempt runs with. */
interface Attempt {
  steps: JobHandler<unknown>["steps"];
  /** Aborted when the process stops. */
  signal: AbortSignal;
  budget: Budget;
}

/** Every report and the end of a job check that its budget is not over: an engine that turns all errors into findings does not hide that. */
export function createJobRun(database: Database, log: Logger, job: ClaimedJob, { steps, signal, budget }: Attempt): JobRun {
  const mine = { id: job.id, communityId: job.communityId, attempts: job.attempt, status: "progress" };
  let lastStep = "";
  let lastReportedAt = 0;

  async function write(tx: Tx, data: Parameters<Tx["job"]["updateMany"]>[0]["data"]): Promise<void> {
    budget.assertLeft();
    const { count } = await tx.job.updateMany({ where: mine, data });
    if (count !== 1) throw new JobStoppedError();
  }

  return {
    job,
    async progress(step, done, total) {
      if (!(step in steps)) throw new Error(`the job ${job.kind} has no words for its step ${step}`);
      signal.throwIfAborted();
      budget.assertLeft();
      const now = performance.now();
      const isNew = step !== lastStep;
      if (!isNew && now - lastReportedAt < PROGRESS_MS) return;
      if (isNew) log.debug({ step }, "job step");
      lastStep = step;
      lastReportedAt = now;
      await database.withWorker(job.communityId, async (tx) => {
        await write(tx, { step, done, total, spent: spentOf(budget) });
        if (isNew) await logJob(tx, job, { code: "step", params: { step } });
      });
    },
    log: (line) => database.withWorker(job.communityId, (tx) => logJob(tx, job, line)),
    remember: (tx, input, datasetId) => write(tx, { input, ...(datasetId !== undefined && { datasetId }) }),
    async succeedIn(sql) {
      budget.assertLeft();
      const rows = await sql.query(
        `UPDATE jobs SET status = 'success', step = NULL, error = NULL, finished_at = now()
         WHERE id = $1::uuid AND community_id = $2::uuid AND attempts = $3::integer AND status = 'progress' RETURNING id`,
        [job.id, job.communityId, job.attempt],
      );
      if (rows.length !== 1) throw new JobStoppedError();
      await logJobIn(sql, job, { code: "done" });
    },
    async succeed(tx) {
      await write(tx, { status: "success", step: null, error: Prisma.DbNull, finishedAt: new Date() });
      await logJob(tx, job, { code: "done" });
    },
  };
}
