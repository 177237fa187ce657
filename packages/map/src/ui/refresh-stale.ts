import { bboxFromMercator } from "@archipel/geo/mercator.ts";
import type { Map as MapLibreMap, VectorTileSource } from "maplibre-gl";
import { sourceOf } from "../layers/vector.ts";
import type { LiveLayers } from "../model/live-layers.ts";

const SOURCE_PREFIX = sourceOf("");

/** Requests stale tiles in view again. The old tiles stay until the new ones arrive, so that nothing flashes. */
export function refreshStale(map: MapLibreMap, live: LiveLayers): void {
  let hasGrown = false;
  for (const layerId of live.layerIds) {
    hasGrown ||= growSource(map, live, layerId);
    const tiles = live.stale(layerId);
    if (tiles.length > 0 && map.getSource(sourceOf(layerId))) map.refreshTiles(sourceOf(layerId), tiles);
  }
  // MapLibre looks for new tiles only when the map moves.
  if (hasGrown) map.jumpTo({ center: map.getCenter() });
}

/**
 * Makes a source request tiles outside the extent that its layer had when the page opened, after an edit there. The bounds of a source
 * cannot be changed, only removed; it then requests tiles everywhere, which costs a few empty answers. @returns whether it did
 */
function growSource(map: MapLibreMap, live: LiveLayers, layerId: string): boolean {
  const source = map.getSource<VectorTileSource>(sourceOf(layerId));
  const edited = live.editedArea(layerId);
  if (!source?.tileBounds || !edited) return false;
  const [west, south, east, north] = bboxFromMercator(edited);
  const { bounds } = source.tileBounds;
  if (bounds.contains([west, south]) && bounds.contains([east, north])) return false;
  Object.assign(source, { tileBounds: undefined });
  return true;
}

/** Updates tiles that could not be requested at the time of the edit, because they were loading or out of view. */
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
    live.registerFailure(error.url);
    later(10_000);
  });
  map.on("remove", () => clearTimeout(timer));
}
