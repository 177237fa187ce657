import type { Map as MapLibreMap } from "maplibre-gl";
import { sourceOf } from "../layers/vector.ts";
import type { LiveLayers } from "../model/live-layers.ts";

const SOURCE_PREFIX = sourceOf("");

/** Asks again for stale tiles in view. What is drawn stays until they come: nothing flashes. */
export function refreshStale(map: MapLibreMap, live: LiveLayers): void {
  for (const layerId of live.layerIds) {
    const tiles = live.stale(layerId);
    if (tiles.length > 0 && map.getSource(sourceOf(layerId))) map.refreshTiles(sourceOf(layerId), tiles);
  }
}

/** Keeps tiles fresh that could not be asked for when the edit came: they were loading, or out of view. */
export function keepFresh(map: MapLibreMap, live: LiveLayers): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (milliseconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => refreshStale(map, live), milliseconds);
  };
  map.on("sourcedata", ({ sourceId, tile }) => {
    if (tile && sourceId.startsWith(SOURCE_PREFIX)) later(50);
  });
  map.on("moveend", () => later(50));
  map.on("error", ({ error }) => {
    if (!("url" in error) || typeof error.url !== "string") return;
    live.failed(error.url);
    later(10_000);
  });
  map.on("remove", () => clearTimeout(timer));
}
