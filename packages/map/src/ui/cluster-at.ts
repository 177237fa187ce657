import { COUNT_COLUMN } from "@archipel/map-style/gathered.ts";
import type { Map as MapLibreMap, PointLike } from "maplibre-gl";

const ZOOM_STEPS = 2;

/** Layers of gathered points: what they draw is no feature that could be opened. */
export const isGatheredLayer = (id: string): boolean => /^data\/[^/]+\/(cluster|count|heat)$/.test(id);

/** The middle of the cluster at a point; null when nothing is gathered there. */
export function clusterAt(map: MapLibreMap, point: PointLike): [number, number] | null {
  const layers = (map.getStyle()?.layers ?? []).flatMap(({ id }) => (/^data\/[^/]+\/cluster$/.test(id) ? [id] : []));
  if (layers.length === 0) return null;
  const found = map.queryRenderedFeatures(point, { layers }).find(({ properties }) => Number(properties[COUNT_COLUMN]) > 1);
  return found?.geometry.type === "Point" ? [found.geometry.coordinates[0] ?? 0, found.geometry.coordinates[1] ?? 0] : null;
}

/** Zooms in to the points of a cluster. */
export function openCluster(map: MapLibreMap, center: [number, number]): void {
  map.easeTo({ center, zoom: Math.min(map.getMaxZoom(), Math.floor(map.getZoom()) + ZOOM_STEPS) });
}
