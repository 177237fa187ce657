import { afterEach, beforeEach, expect, it, vi } from "vitest";

const engine = vi.hoisted(() => ({ loads: 0, fails: false, started: [] as object[] }));
/** The result of a factory is kept: a module that is loaded again needs another one. */
const mockEngine = () =>
  vi.doMock("@archipel/point-view/draw/cloud-engine.ts", () => {
    engine.loads++;
    if (engine.fails) throw new Error("offline");
    return { CloudEngine: class {} };
  });
vi.mock("@archipel/point-view/load/start-worker.ts", () => ({
  startWorker: () => {
    const worker = {};
    engine.started.push(worker);
    return worker;
  },
}));

let warm: typeof import("./warm-engine.ts");
beforeEach(async () => {
  Object.assign(engine, { loads: 0, fails: false, started: [] });
  vi.resetModules();
  mockEngine();
  vi.stubGlobal("Worker", class {});
  warm = await import("./warm-engine.ts");
});
afterEach(() => {
  vi.doUnmock("@archipel/point-view/draw/cloud-engine.ts");
  vi.unstubAllGlobals();
});

it("loads the engine once, for all who ask", async () => {
  warm.warmEngine();
  const [one, other] = await Promise.all([warm.loadEngine(), warm.loadEngine()]);
  expect(one).toBe(other);
  expect(engine.loads).toBe(1);
});

it("asks again for an engine that could not be loaded, and warming it is no error", async () => {
  engine.fails = true;
  warm.warmEngine();
  await expect(warm.loadEngine()).rejects.toThrow();
  engine.fails = false;
  mockEngine();
  await expect(warm.loadEngine()).resolves.toHaveProperty("CloudEngine");
});

it("starts one thread, which the first who asks takes; a thread that is taken is started again", () => {
  warm.warmEngine();
  warm.warmEngine();
  expect(engine.started).toHaveLength(1);
  expect(warm.takeWorker()).toBe(engine.started[0]);
  expect(warm.takeWorker()).toBeNull();
  warm.warmEngine();
  expect(warm.takeWorker()).toBe(engine.started[1]);
});

it("starts no thread in a browser without threads", () => {
  vi.stubGlobal("Worker", undefined);
  warm.warmEngine();
  expect(warm.takeWorker()).toBeNull();
  expect(engine.started).toEqual([]);
});
