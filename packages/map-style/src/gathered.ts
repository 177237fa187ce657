import type { LayerStyle, StyleOf } from "./layer-style.ts";

/** Not a field of the layer: how many points one point of a tile represents. Only tiles of gathered styles carry it. */
export const COUNT_COLUMN = "archipel:count";

/** More points cannot be gathered for each tile in an acceptable time. */
export const MAX_GATHERED = 1_000_000;

/** Points this near are one point of a heat map. */
const HEAT_CELL_PX = 4;
/** The side of a tile on screen. */
const TILE_PX = 512;

/** Kinds that only points have: their tiles gather near points, each with the number of its points. */
export function isGathered(style: LayerStyle): style is StyleOf<"heat"> | StyleOf<"clusters"> {
  return style.kind === "heat" || style.kind === "clusters";
}

/**
 * How the tiles of a zoom gather points: the number of cells along a side of the tile, and the column to add up; null when each point is
 * its own.
 */
export function gatheringAt(style: LayerStyle, zoom: number, layerMaxZoom: number): { cells: number; sum: string | null } | null {
  if (!isGathered(style) || zoom >= (style.pointsFromZoom ?? 24)) return null;
  // The last tiles are drawn at deeper zooms too, where points are wanted one by one.
  if (zoom >= layerMaxZoom && (style.kind === "clusters" || style.pointsFromZoom !== undefined)) return null;
  if (style.kind === "heat") return { cells: TILE_PX / HEAT_CELL_PX, sum: style.column ?? null };
  return { cells: Math.max(4, Math.round(TILE_PX / style.distancePx)), sum: null };
}
