import { openQueue, type RunningQueue } from "../jobs/queue.ts";
import { type Runner, startRunner } from "../jobs/runner.ts";
import type { Core } from "../kernel/core.ts";
import { isOpenJob } from "../kernel/jobs/open-jobs.ts";
import type { TestCore } from "./test-core.ts";

/** A test core with a real queue and a runner in this process. */
export async function startTestRunner(base: TestCore): Promise<{ core: Core; runner: Runner; queue: RunningQueue }> {
  const queue = await openQueue(base.database, base.log);
  const core: Core = { ...base, queue };
  return { core, queue, runner: await startRunner(core, queue) };
}

/** Waits until a job has ended; returns its row. */
export async function jobOver(core: Core, jobId: string, seconds = 180) {
  const deadline = Date.now() + seconds * 1000;
  const whole = () => core.database.withSystem((tx) => tx.job.findUniqueOrThrow({ where: { id: jobId } }));
  while (await isStillOpen(core, jobId)) {
    if (Date.now() > deadline) {
      const job = await whole();
      throw new Error(`job ${job.kind} is still ${job.status} at step ${job.step}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return whole();
}

/** By plain SQL, which costs less than a query through Prisma: this is asked again and again. */
async function isStillOpen({ database }: Core, jobId: string): Promise<boolean> {
  const [job] = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ status: string }>("SELECT status FROM jobs WHERE id = $1", [jobId]),
  );
  if (!job) throw new Error(`there is no job ${jobId}`);
  return isOpenJob(job.status);
}
