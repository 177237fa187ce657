import type { Map as MapLibreMap } from "maplibre-gl";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type TileLoading, watchTiles } from "./tile-loading.ts";

type Listener = (event: object) => void;

function fakeMap() {
  const listeners = new Map<string, Set<Listener>>();
  const requested: string[] = [];
  const fake = {
    on: (type: string, listener: Listener) => listeners.set(type, (listeners.get(type) ?? new Set()).add(listener)),
    off: (type: string, listener: Listener) => listeners.get(type)?.delete(listener),
    getSource: () => ({}),
    refreshTiles: (source: string, tiles: { z: number; x: number; y: number }[]) =>
      requested.push(...tiles.map(({ z, x, y }) => `${source}/${z}/${x}/${y}`)),
  };
  const fire = (type: string, event: object = {}) => {
    for (const listener of listeners.get(type) ?? []) listener(event);
  };
  return { map: fake as unknown as MapLibreMap, fire, requested, count: () => [...listeners.values()].reduce((n, set) => n + set.size, 0) };
}

const tile = (state: string) => ({ sourceId: "data-a", tile: { state, tileID: { canonical: { z: 3, x: 1, y: 2 } } } });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("requests a failed tile three times, then reports it, and tries again when asked", () => {
  const { map, fire, requested } = fakeMap();
  const seen: TileLoading[] = [];
  const watch = watchTiles(map, (loading) => seen.push(loading));
  fire("sourcedataloading", tile("loading"));
  expect(seen.at(-1)).toEqual({ isLoading: true, failed: 0 });
  for (const wait of [2_000, 6_000, 20_000]) {
    fire("error", tile("errored"));
    vi.advanceTimersByTime(wait);
  }
  expect(requested).toEqual(["data-a/3/1/2", "data-a/3/1/2", "data-a/3/1/2"]);
  fire("error", tile("errored"));
  fire("idle");
  expect(seen.at(-1)).toEqual({ isLoading: false, failed: 1 });
  watch.retry();
  expect(requested).toHaveLength(4);
  fire("sourcedata", tile("loaded"));
  expect(seen.at(-1)).toEqual({ isLoading: false, failed: 0 });
});

it("forgets failures when the map moves, and leaves nothing behind", () => {
  const { map, fire, requested, count } = fakeMap();
  const seen: TileLoading[] = [];
  const watch = watchTiles(map, (loading) => seen.push(loading));
  for (let round = 0; round < 4; round++) fire("error", tile("errored"));
  expect(seen.at(-1)?.failed).toBe(1);
  fire("movestart");
  expect(seen.at(-1)?.failed).toBe(0);
  watch.stop();
  vi.advanceTimersByTime(60_000);
  expect([requested.length, count()]).toEqual([0, 0]);
});
