import type { Map as MapLibreMap } from "maplibre-gl";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gatherFrames } from "./gather-frames.ts";

type Handler = (event: object) => void;

/** A map of which only frames are real: each takes `frameMs`, as on a processor of that speed. */
function newMap(frameMs: number, sources: readonly string[]) {
  const handlers = new Map<string, Set<Handler>>();
  const frames: number[] = [];
  const state = { isComplete: false };
  const add = (name: string, handler: Handler) => handlers.set(name, (handlers.get(name) ?? new Set()).add(handler));
  const fire = (name: string, event: object = {}) => {
    for (const handler of [...(handlers.get(name) ?? [])]) handler(event);
  };
  const map = {
    on: add,
    once: add,
    off: (name: string, handler: Handler) => handlers.get(name)?.delete(handler),
    areTilesLoaded: () => state.isComplete,
    triggerRepaint() {
      requestAnimationFrame(() => {
        frames.push(performance.now());
        busyMs += frameMs;
        fire("render");
      });
    },
  };
  gatherFrames(map as unknown as MapLibreMap, sources);
  return { map, frames, state, fire };
}

/** A map with its style, and all of its sources known. */
function fakeMap(frameMs: number) {
  const made = newMap(frameMs, []);
  made.fire("style.load");
  vi.advanceTimersByTime(FRAME_MS);
  made.frames.length = 0;
  busyMs += 20 * frameMs;
  return made;
}

const FRAME_MS = 16;
/** How long frames have taken so far: the clock of the page goes on meanwhile. */
let busyMs = 0;

beforeEach(() => {
  busyMs = 0;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  vi.stubGlobal("requestAnimationFrame", (draw: () => void) => Number(setTimeout(draw, FRAME_MS)));
  vi.spyOn(performance, "now").mockImplementation(() => Date.now() + busyMs);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("tiles that come one by one are drawn in few frames", () => {
  const { map, frames } = fakeMap(50);
  for (let tile = 0; tile < 80; tile++) {
    map.triggerRepaint();
    vi.advanceTimersByTime(25);
  }
  // Two seconds, with one after each second.
  expect(frames.length).toBeGreaterThanOrEqual(2);
  expect(frames.length).toBeLessThanOrEqual(3);
});

test("a tile that does not come does not hold back what is there", () => {
  const { map, frames } = fakeMap(400);
  map.triggerRepaint();
  vi.advanceTimersByTime(500);
  map.triggerRepaint();
  vi.advanceTimersByTime(2_000);
  expect(frames).toHaveLength(2);
});

test("the view is drawn at once when its tiles are there", () => {
  const { map, frames, state } = fakeMap(100);
  map.triggerRepaint();
  vi.advanceTimersByTime(200);
  map.triggerRepaint();
  state.isComplete = true;
  map.triggerRepaint();
  vi.advanceTimersByTime(FRAME_MS + 100);
  expect(frames).toHaveLength(2);
});

test("the first frame waits for all sources, and asks for the tiles of all", () => {
  const { map, frames, fire } = newMap(100, ["a", "b"]);
  map.triggerRepaint();
  vi.advanceTimersByTime(1_000);
  fire("style.load");
  fire("sourcedata", { sourceId: "a", sourceDataType: "metadata" });
  vi.advanceTimersByTime(100);
  expect(frames).toHaveLength(0);
  fire("sourcedata", { sourceId: "b", sourceDataType: "metadata" });
  vi.advanceTimersByTime(FRAME_MS);
  expect(frames).toHaveLength(1);
});

test("a source that does not answer does not hold back the others", () => {
  const { frames, fire } = newMap(100, ["a", "b"]);
  fire("style.load");
  fire("sourcedata", { sourceId: "a", sourceDataType: "metadata" });
  vi.advanceTimersByTime(500);
  expect(frames).toHaveLength(1);
});

test("a source that is ready later asks for its tiles at once", () => {
  const { map, frames, fire } = fakeMap(100);
  map.triggerRepaint();
  vi.advanceTimersByTime(200);
  fire("sourcedata", { sourceId: "a", sourceDataType: "metadata" });
  vi.advanceTimersByTime(FRAME_MS + 100);
  expect(frames).toHaveLength(2);
});

test.each(["load", "movestart"])("after %s, frames are the map's own again", (event) => {
  const { map, frames, fire } = fakeMap(100);
  map.triggerRepaint();
  vi.advanceTimersByTime(200);
  // One frame waits: it is drawn now.
  map.triggerRepaint();
  fire(event);
  vi.advanceTimersByTime(FRAME_MS + 100);
  map.triggerRepaint();
  vi.advanceTimersByTime(FRAME_MS + 100);
  expect(frames).toHaveLength(3);
});

test("a map that was removed is not drawn later", () => {
  const { map, frames, fire } = fakeMap(100);
  map.triggerRepaint();
  vi.advanceTimersByTime(200);
  map.triggerRepaint();
  fire("remove");
  vi.advanceTimersByTime(5_000);
  expect(frames).toHaveLength(1);
});
