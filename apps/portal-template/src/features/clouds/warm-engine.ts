import type { WorkerLike } from "@archipel/point-view/load/point-workers.ts";
import { startWorker } from "@archipel/point-view/load/start-worker.ts";

type EngineModule = typeof import("@archipel/point-view/draw/cloud-engine.ts");

let engine: Promise<EngineModule> | null = null;
let worker: WorkerLike | null = null;

/** The engine of the viewer, which is large. One that could not be loaded is asked for again. */
export function loadEngine(): Promise<EngineModule> {
  engine ??= import("@archipel/point-view/draw/cloud-engine.ts").catch((error) => {
    engine = null;
    throw error;
  });
  return engine;
}

/** Begins to load the engine and starts its first thread, both while the page is still made. */
export function warmEngine(): void {
  loadEngine().catch(() => {});
  worker ??= typeof Worker === "undefined" ? null : startWorker();
}

/** The thread that is warm; there is one for the first who asks. */
export function takeWorker(): WorkerLike | null {
  const taken = worker;
  worker = null;
  return taken;
}
