import { canonicalSrid } from "@archipel/geo/crs.ts";
import { HALF_WORLD_METRES, lonLatToMercator, mercatorToLonLat } from "@archipel/geo/mercator.ts";
import { projections } from "@archipel/geo/projections.ts";
import type { GroundSquare } from "@archipel/point-view/scene/ground.ts";
import proj4, { type Converter } from "proj4";

type Pair = [number, number];

/** Between the CRS of a layer and degrees. */
export type LayerPlane = Pick<Converter, "forward" | "inverse">;

/** The plane of a layer; null for a system that the catalogue has no projection of. */
export function planeOf(srid: number): LayerPlane | null {
  const definition = projections.get(canonicalSrid(srid));
  return definition?.includes("+units=m") ? proj4(definition) : null;
}

/** Cells of a picture a side. Within one, the plane of the layer and that of the map differ by less than a pixel. */
const CELLS = 16;
/** Cells of the heights that a picture is draped on, a side: each cell of the grid has several. */
export const DRAPED_CELLS = CELLS * 6;
/** Pixels of a tile of MapLibre. */
const TILE = 512;

/** The square of the map that covers a square of the layer, which is turned and scaled in it. */
export function mapSquare({ centre: [x, y], half }: GroundSquare, plane: LayerPlane): GroundSquare {
  const corners = [-half, half].flatMap((dx) =>
    [-half, half].map((dy) => {
      const [lon, lat] = plane.inverse([x + dx, y + dy]) as Pair;
      return lonLatToMercator(lon, lat);
    }),
  );
  const span = (axis: 0 | 1) => {
    const values = corners.map((corner) => corner[axis]);
    return [Math.min(...values), Math.max(...values)] as const;
  };
  const [[west, east], [south, north]] = [span(0), span(1)];
  return { centre: [(west + east) / 2, (south + north) / 2], half: Math.max(east - west, north - south) / 2 };
}

/** Where the corners of the cells of a square of the map are in the layer: rows from the north. */
export function gridOf({ centre: [x, y], half }: GroundSquare, plane: LayerPlane): Pair[] {
  const steps = Array.from({ length: CELLS + 1 }, (_, i) => (2 * i) / CELLS - 1);
  return steps.flatMap((down) => steps.map((right) => plane.forward(mercatorToLonLat(x + right * half, y - down * half)) as Pair));
}

/** Heights at the corners of the finer cells of a square of the map: rows from the north. */
export function heightsOver({ centre: [x, y], half }: GroundSquare, heightAt: (x3857: number, y3857: number) => number): Float32Array {
  const side = DRAPED_CELLS + 1;
  const step = (2 * half) / DRAPED_CELLS;
  return Float32Array.from({ length: side * side }, (_, i) =>
    heightAt(x - half + (i % side) * step, y + half - Math.floor(i / side) * step),
  );
}

/** The zoom at which so many pixels show a square of the map. */
export function zoomOf({ half }: GroundSquare, pixels: number): number {
  return Math.log2((pixels / TILE) * (HALF_WORLD_METRES / half));
}
