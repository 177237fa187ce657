import { bboxFromMercator } from "@archipel/geo/mercator.ts";
import type { Map as MapLibreMap, VectorTileSource } from "maplibre-gl";
import { sourceOf } from "../layers/vector.ts";
import type { LiveLayers } from "../model/live-layers.ts";

const SOURCE_PREFIX = sourceOf("");

/** Asks again for stale tiles in view. What is drawn stays until they come: nothing flashes. */
export function refreshStale(map: MapLibreMap, live: LiveLayers): void {
  let hasGrown = false;
  for (const layerId of live.layerIds) {
    hasGrown ||= growSource(map, live, layerId);
    const tiles = live.stale(layerId);
    if (tiles.length > 0 && map.getSource(sourceOf(layerId))) map.refreshTiles(sourceOf(layerId), tiles);
  }
  // A map that does not move looks for no more tiles than it has.
  if (hasGrown) map.jumpTo({ center: map.getCenter() });
}

/**
 * Lets a source ask for tiles where its layer was edited outside of what it covered when the page opened. The bounds of a source are
 * fixed once it is there; without them it asks everywhere, which costs a few empty answers. @returns whether it did
 */
function growSource(map: MapLibreMap, live: LiveLayers, layerId: string): boolean {
  const source = map.getSource<VectorTileSource>(sourceOf(layerId));
  const edited = live.editedGround(layerId);
  if (!source?.tileBounds || !edited) return false;
  const [west, south, east, north] = bboxFromMercator(edited);
  const { bounds } = source.tileBounds;
  if (bounds.contains([west, south]) && bounds.contains([east, north])) return false;
  Object.assign(source, { tileBounds: undefined });
  return true;
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
