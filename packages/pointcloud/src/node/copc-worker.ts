import { parentPort } from "node:worker_threads";
import { CloudError } from "../cloud-error.ts";
import { type Job, type JobKind, JobRunner } from "../copc/write/jobs.ts";
import { buffersOf, release } from "../memory.ts";

/** The thread's side of `threadPool`: one job at a time. */
const runner = new JobRunner();

parentPort?.on("message", ({ kind, job }: { kind: JobKind; job: Job<JobKind> }) => {
  try {
    const result = runner.run(kind, job);
    // The memory of a job belongs to this thread.
    release(job, result);
    parentPort?.postMessage({ result }, buffersOf(result));
  } catch (error) {
    const { code, message, offset } = error instanceof CloudError ? error : { code: undefined, message: String(error), offset: undefined };
    parentPort?.postMessage({ error: { code, message, offset } });
  }
});
