import type { FromWorker, ReadFailure, Task, ToWorker } from "./messages.ts";
import { ReadError, rangeReader } from "./read-range.ts";
import { runTask } from "./run-task.ts";

/** The thread that reads and decodes points. Several run beside each other; none keeps anything between tasks. */

const running = new Map<number, AbortController>();

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if ("abort" in data) running.get(data.id)?.abort();
  else void answer(data.id, data.task);
});

function send(message: FromWorker, transfer: Transferable[] = []): void {
  postMessage(message, { transfer });
}

async function answer(id: number, task: Task): Promise<void> {
  const abort = new AbortController();
  running.set(id, abort);
  let [bytes, reads] = [0, 0];
  const read = rangeReader(task.url, abort.signal, (length) => {
    bytes += length;
    reads++;
  });
  try {
    const result = await runTask(task, read);
    // What was decoded in vain is not sent.
    if (!abort.signal.aborted) send({ id, result, cost: { bytes, reads } }, buffersOf(result));
  } catch (error) {
    if (!abort.signal.aborted) send({ id, ...failureOf(error) });
  } finally {
    running.delete(id);
  }
}

function failureOf(error: unknown): { failure: ReadFailure; message: string } {
  const message = error instanceof Error ? error.message : String(error);
  return { failure: error instanceof ReadError ? error.failure : "broken", message };
}

function buffersOf(result: object): Transferable[] {
  return Object.values(result).flatMap((value) => (ArrayBuffer.isView(value) ? [value.buffer as ArrayBuffer] : []));
}
