import type { FromWorker } from "../worker/messages.ts";
import type { WorkerLike } from "./point-workers.ts";

/** Starts a thread of the browser. Its scripts are read one after the other, so that it takes longer than anything else before the first points. */
export function startWorker(): WorkerLike {
  const worker = new Worker(new URL("../worker/worker.ts", import.meta.url), { type: "module" });
  const started: WorkerLike = {
    onmessage: null,
    onerror: null,
    postMessage: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
  };
  worker.onmessage = (event: MessageEvent<FromWorker>) => started.onmessage?.(event);
  worker.onerror = (event) => started.onerror?.(event);
  return started;
}
