import { tileSizeMetres } from "@archipel/geo/tile-math.ts";

/** Cells along the side of a tile: features smaller than a cell are merged, one for each cell. A cell is 4 pixels of a 512-pixel tile. */
const CELLS_A_TILE = 128;

/** The side of a cell of a zoom, in Web Mercator metres. */
export function cellMetres(zoom: number): number {
  return tileSizeMetres(zoom) / CELLS_A_TILE;
}

/** SQL of the sides of a feature's box, exact. */
export const BOX = ["ST_XMin(geom_3857)", "ST_YMin(geom_3857)", "ST_XMax(geom_3857)", "ST_YMax(geom_3857)"] as const;
/** The longer side of a box. Built and refreshed tables must agree to the last bit, so both use these expressions. */
export const sideOf = (x0: string, y0: string, x1: string, y1: string) => `greatest(${x1} - ${x0}, ${y1} - ${y0})`;
/** The cell, along one axis, of the centre of a box. */
export const cellOf = (low: string, high: string, cell: number) => `floor((${low} + ${high}) / 2 / ${cell})::integer`;
