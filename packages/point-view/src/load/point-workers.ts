import type { Cost, FromWorker, ReadFailure, Task, TaskResults, ToWorker } from "../worker/messages.ts";

/** What of a browser's worker is used, so that tests can run tasks without one. */
export interface WorkerLike {
  onmessage: ((event: { readonly data: FromWorker }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
  postMessage(message: ToWorker): void;
  terminate(): void;
}

/** A part of a tile that could not be read. */
export class TaskFailure extends Error {
  readonly failure: ReadFailure;

  constructor(failure: ReadFailure, message: string) {
    super(message);
    this.name = "TaskFailure";
    this.failure = failure;
  }
}

/** One reads while another task of its worker decodes. */
const TASKS_PER_WORKER = 2;
const MOST_WORKERS = 4;

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
  readonly worker: number;
}

/** Threads that read and decode points. They start with the first task. */
export class PointWorkers {
  /** Tasks that run at a time; more only wait longer, in an order that nobody can change any more. */
  readonly capacity: number;
  /** Bytes and requests so far. */
  readonly cost: { bytes: number; reads: number } = { bytes: 0, reads: 0 };
  private readonly make: () => WorkerLike;
  private readonly workers: WorkerLike[] = [];
  private readonly size: number;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  /**
   * @param cores of the device; the page itself needs one
   * @param first a thread that has started already
   */
  constructor(make: () => WorkerLike, cores: number, first?: WorkerLike) {
    this.make = make;
    this.size = Math.min(MOST_WORKERS, Math.max(1, cores - 1));
    this.capacity = this.size * TASKS_PER_WORKER;
    if (first) this.workers.push(this.following(first, 0));
  }

  /**
   * Runs a task.
   *
   * @param signal ends it: nobody waits for its result
   * @throws TaskFailure, or the signal's reason
   */
  run<K extends Task["kind"]>(task: Task & { readonly kind: K }, signal: AbortSignal): Promise<TaskResults[K]> {
    const id = ++this.lastId;
    const worker = this.leastBusy();
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const stop = () => {
        if (!this.waiting.delete(id)) return;
        this.workers[worker]?.postMessage({ id, abort: true });
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", stop, { once: true });
      const settle =
        <T>(act: (value: T) => void) =>
        (value: T) => {
          signal.removeEventListener("abort", stop);
          act(value);
        };
      this.waiting.set(id, { worker, resolve: settle(resolve) as Waiting["resolve"], reject: settle(reject) });
      this.workers[worker]?.postMessage({ id, task });
    });
  }

  dispose(): void {
    for (const worker of this.workers) worker.terminate();
    this.workers.length = 0;
    for (const { reject } of this.waiting.values()) reject(new TaskFailure("network", "the viewer was closed"));
    this.waiting.clear();
  }

  /** The worker with the fewest tasks, which starts if need be. */
  private leastBusy(): number {
    const load = Array.from({ length: this.size }, () => 0);
    for (const { worker } of this.waiting.values()) load[worker] = (load[worker] ?? 0) + 1;
    const chosen = load.indexOf(Math.min(...load));
    // Workers start one after the other, so the next one to start is always at the end.
    const index = Math.min(chosen, this.workers.length);
    if (index === this.workers.length) this.workers.push(this.following(this.make(), index));
    return index;
  }

  private following(worker: WorkerLike, index: number): WorkerLike {
    worker.onmessage = ({ data }) => this.receive(data);
    worker.onerror = ({ message }) => {
      for (const [id, waiting] of this.waiting) {
        if (waiting.worker !== index) continue;
        this.waiting.delete(id);
        waiting.reject(new TaskFailure("broken", message ?? "the worker stopped"));
      }
    };
    return worker;
  }

  private receive(data: FromWorker): void {
    const waiting = this.waiting.get(data.id);
    if (!waiting) return;
    this.waiting.delete(data.id);
    if ("failure" in data) {
      waiting.reject(new TaskFailure(data.failure, data.message));
      return;
    }
    this.count(data.cost);
    waiting.resolve(data.result as never);
  }

  private count({ bytes, reads }: Cost): void {
    this.cost.bytes += bytes;
    this.cost.reads += reads;
  }
}
