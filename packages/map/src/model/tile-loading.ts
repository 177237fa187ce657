import type { Map as MapLibreMap } from "maplibre-gl";

export interface TileLoading {
  readonly isLoading: boolean;
  /** Tiles that failed after every try. */
  readonly failed: number;
}

export const AT_REST: TileLoading = { isLoading: false, failed: 0 };

/** Milliseconds until each further try of a tile. */
const RETRIES_MS = [2_000, 6_000, 20_000] as const;

interface Tile {
  readonly sourceId: string;
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** Requests failed tiles again, and reports what is loading and what failed. `retry` tries the failed ones at once; `stop` ends it. */
export function watchTiles(map: MapLibreMap, onChange: (loading: TileLoading) => void): { retry(): void; stop(): void } {
  const tries = new Map<string, { readonly tile: Tile; count: number }>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let last = AT_REST;
  let isLoading = false;
  const report = () => {
    const failed = [...tries.values()].filter(({ count }) => count > RETRIES_MS.length).length;
    if (failed === last.failed && isLoading === last.isLoading) return;
    last = { isLoading, failed };
    onChange(last);
  };
  const request = ({ sourceId, ...tile }: Tile) => {
    if (map.getSource(sourceId)) map.refreshTiles(sourceId, [tile]);
  };
  const onLoading = (event: object) => {
    if (!tileOf(event)) return;
    isLoading = true;
    report();
  };
  const onLoaded = (event: object) => {
    const tile = tileOf(event);
    if (!tile || tries.size === 0 || !hasState(event, "loaded")) return;
    tries.delete(keyOf(tile));
    report();
  };
  const onError = (event: object) => {
    const tile = tileOf(event);
    if (!tile) return;
    const known = tries.get(keyOf(tile)) ?? { tile, count: 0 };
    const wait = RETRIES_MS[known.count];
    known.count += 1;
    tries.set(keyOf(tile), known);
    if (wait !== undefined) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        request(tile);
      }, wait);
      timers.add(timer);
    }
    report();
  };
  const onIdle = () => {
    isLoading = false;
    report();
  };
  // A tile that is no longer in view is neither requested nor missed.
  const onMoved = () => {
    for (const [key, { count }] of tries) if (count > RETRIES_MS.length) tries.delete(key);
    report();
  };
  map.on("sourcedataloading", onLoading);
  map.on("sourcedata", onLoaded);
  map.on("error", onError);
  map.on("idle", onIdle);
  map.on("movestart", onMoved);
  return {
    retry() {
      const failed = [...tries.values()].map(({ tile }) => tile);
      tries.clear();
      for (const tile of failed) request(tile);
      report();
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      map.off("sourcedataloading", onLoading);
      map.off("sourcedata", onLoaded);
      map.off("error", onError);
      map.off("idle", onIdle);
      map.off("movestart", onMoved);
    },
  };
}

const keyOf = ({ sourceId, z, x, y }: Tile) => `${sourceId}/${z}/${x}/${y}`;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** The tile of an event of MapLibre; undefined for other events. */
function tileOf(event: object): Tile | undefined {
  const { sourceId, tile } = event as { sourceId?: unknown; tile?: unknown };
  if (typeof sourceId !== "string" || !isObject(tile) || !isObject(tile.tileID) || !isObject(tile.tileID.canonical)) return undefined;
  const { z, x, y } = tile.tileID.canonical;
  return typeof z === "number" && typeof x === "number" && typeof y === "number" ? { sourceId, z, x, y } : undefined;
}

const hasState = (event: object, state: string) => {
  const { tile } = event as { tile?: unknown };
  return isObject(tile) && tile.state === state;
};
