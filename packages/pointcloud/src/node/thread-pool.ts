import { Worker } from "node:worker_threads";
import { CloudError, type CloudFault } from "../cloud-error.ts";
import type { Executor } from "../copc/write/executor.ts";
import type { Job, JobKind, Result } from "../copc/write/jobs.ts";
import { buffersOf } from "../memory.ts";

interface Answer {
  result?: Result<JobKind>;
  error?: { code: CloudFault | undefined; message: string; offset: number | undefined };
}

interface Task {
  kind: JobKind;
  job: Job<JobKind>;
  resolve: (result: Result<JobKind>) => void;
  reject: (reason: Error) => void;
}

/**
 * Threads of Node that do the jobs of a COPC writer.
 *
 * @param threads how many; each needs about 60 MB
 */
export class ThreadPool implements Executor {
  readonly threads: number;
  private readonly idle: Worker[] = [];
  private readonly workers: Worker[];
  private readonly tasks: Task[] = [];
  private readonly running = new Map<Worker, Task>();
  /** Why no more jobs can be done. */
  private broken: Error | undefined;

  constructor(threads: number) {
    this.threads = threads;
    this.workers = Array.from({ length: threads }, () => this.startWorker());
    this.idle.push(...this.workers);
  }

  run<K extends JobKind>(kind: K, job: Job<K>): Promise<Result<K>> {
    return new Promise((resolve, reject) => {
      if (this.broken) {
        reject(this.broken);
        return;
      }
      // Nodes above the cells are few, and the file waits for them.
      const task = { kind, job, resolve: resolve as Task["resolve"], reject };
      if (kind === "encode") this.tasks.unshift(task);
      else this.tasks.push(task);
      this.next();
    });
  }

  /** Ends the threads. Jobs that are under way fail. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private startWorker(): Worker {
    const worker = new Worker(new URL("./copc-worker.ts", import.meta.url), { resourceLimits: { maxYoungGenerationSizeMb: 16 } });
    worker.on("message", (answer: Answer) => {
      const task = this.running.get(worker);
      this.running.delete(worker);
      this.idle.push(worker);
      if (answer.error) task?.reject(errorOf(answer.error));
      else if (answer.result) task?.resolve(answer.result);
      this.next();
    });
    // A thread that ends by itself has a fault, or no memory: the file that it works on is lost.
    const fail = (reason: Error) => {
      this.broken ??= reason;
      for (const task of [...this.running.values(), ...this.tasks.splice(0)]) task.reject(this.broken);
      this.running.clear();
    };
    worker.on("error", fail);
    worker.on("exit", () => fail(new Error("a thread ended before its job")));
    // After the listeners, which would keep the process alive.
    worker.unref();
    return worker;
  }

  private next(): void {
    while (this.idle.length > 0 && this.tasks.length > 0) {
      const worker = this.idle.pop() as Worker;
      const task = this.tasks.shift() as Task;
      this.running.set(worker, task);
      const job = withOwnMemory(task.job);
      worker.ref();
      worker.postMessage({ kind: task.kind, job }, buffersOf("plan" in job ? { ...job, plan: undefined } : job));
    }
    if (this.running.size === 0) for (const worker of this.workers) worker.unref();
  }
}

/** Source bytes that are a part of a larger memory, such as a file in memory, are copied: giving them away would take the rest too. */
function withOwnMemory(job: Job<JobKind>): Job<JobKind> {
  if (!("bytes" in job) || job.bytes.byteLength === job.bytes.buffer.byteLength) return job;
  return { ...job, bytes: job.bytes.slice() };
}

function errorOf({ code, message, offset }: NonNullable<Answer["error"]>): Error {
  if (!code) return new Error(message);
  const error = new CloudError(code, message);
  return Object.assign(error, { offset });
}
