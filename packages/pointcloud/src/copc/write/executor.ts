import { type Job, type JobKind, JobRunner, type Result } from "./jobs.ts";

/** Where jobs are done: in this thread, or in others. */
export interface Executor {
  /** How many jobs it does at a time. */
  readonly threads: number;
  /** The memory of a job may be taken away from the caller. */
  run<K extends JobKind>(kind: K, job: Job<K>): Promise<Result<K>>;
}

/** Does jobs in this thread, one after the other. */
export function inThisThread(): Executor {
  const runner = new JobRunner();
  return { threads: 1, run: async (kind, job) => runner.run(kind, job) };
}

/**
 * Starts jobs ahead, and handles their results in the order in which they were started: so a file does not depend on which thread was faster.
 */
export class OrderedJobs {
  private readonly ahead: number;
  private readonly waiting: (() => Promise<void>)[] = [];

  /** @param ahead jobs that may be under way or wait for an earlier one; each holds its memory */
  constructor(ahead: number) {
    this.ahead = ahead;
  }

  async start<T>(work: Promise<T>, handle: (result: T) => Promise<void>): Promise<void> {
    // A job that fails before its turn is reported when its turn comes.
    work.catch(() => undefined);
    this.waiting.push(async () => handle(await work));
    while (this.waiting.length > this.ahead) await this.waiting.shift()?.();
  }

  /** Handles what is still under way. */
  async finish(): Promise<void> {
    while (this.waiting.length > 0) await this.waiting.shift()?.();
  }
}
