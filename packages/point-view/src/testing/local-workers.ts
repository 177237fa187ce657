import { type ReadRange, readFrom } from "@archipel/pointcloud/byte-io.ts";
import { PointWorkers, type WorkerLike } from "../load/point-workers.ts";
import type { FromWorker, Task, ToWorker } from "../worker/messages.ts";
import { runTask } from "../worker/run-task.ts";

/** What a test watches: tasks in the order of their start, and those that were ended. */
export interface Watched {
  readonly tasks: Task[];
  readonly aborted: number[];
  /** Tasks that run now, and the most that ever ran together. */
  running: number;
  mostRunning: number;
}

/**
 * Workers without threads, for files in memory.
 *
 * @param files bytes by address; an address without file is refused
 * @param before is waited for before each task
 */
export function localWorkers(
  files: Readonly<Record<string, Uint8Array>>,
  { cores = 3, before = async () => {} }: { cores?: number; before?: (task: Task) => Promise<void> } = {},
): { workers: PointWorkers; watched: Watched } {
  const watched: Watched = { tasks: [], aborted: [], running: 0, mostRunning: 0 };
  const make = (): WorkerLike => {
    const worker: WorkerLike = {
      onmessage: null,
      onerror: null,
      postMessage(message: ToWorker) {
        if ("abort" in message) watched.aborted.push(message.id);
        else void answer(message.id, message.task).then((data) => worker.onmessage?.({ data }));
      },
      terminate() {},
    };
    return worker;
  };
  const answer = async (id: number, task: Task): Promise<FromWorker> => {
    watched.tasks.push(task);
    watched.mostRunning = Math.max(watched.mostRunning, ++watched.running);
    try {
      await before(task);
      const file = files[task.url];
      if (!file) return { id, failure: "refused", message: `${task.url}: 404` };
      return { id, result: await runTask(task, counted(readFrom(file))), cost: { bytes: 0, reads: 1 } };
    } catch (error) {
      return { id, failure: "broken", message: String(error) };
    } finally {
      watched.running--;
    }
  };
  return { workers: new PointWorkers(make, cores), watched };
}

/** Answers come later than the question, as those of a network. */
function counted(read: ReadRange): ReadRange {
  return async (offset, length) => {
    await Promise.resolve();
    return read(offset, length);
  };
}
