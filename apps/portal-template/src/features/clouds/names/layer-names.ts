import type { Relief } from "@archipel/contracts/elevation.ts";
import { lonLatToMercator, mercatorToLonLat } from "@archipel/geo/mercator.ts";
import { namesInView } from "@archipel/map/ui/read-names.ts";
import type { GroundSquare } from "@archipel/point-view/scene/ground.ts";
import { basemapOf, type GroundMap } from "../ground/draw-ground.ts";
import { DRAPED_CELLS, mapSquare, planeOf, zoomOf } from "../ground/ground-grid.ts";
import { readHeights } from "../ground/ground-heights.ts";

/** A name in the CRS of the layer. */
export interface LayerName {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Of the ground; null where the portal has no heights. */
  readonly height: number | null;
  readonly rank: number;
  readonly size: number;
}

/** The names of a square, and whose data they are. */
export interface SquareNames {
  readonly names: readonly LayerName[];
  readonly credits: readonly string[];
}

interface Reading extends GroundMap {
  readonly srid: number;
  readonly relief: Relief | null;
}

/** Pixels of the map that names are read from, a side: it has as many names as two screens. */
const SIDE = 1600;
/** The map is not seen: its picture may be small. */
const PIXEL_RATIO = 0.25;
/** Names of a square that are kept. */
const MOST = 250;

/** Reads the names that the portal's map writes in squares of the ground. Rejects for a layer whose system has no projection here. */
export async function nameReading({ look, basemapStyleUrl, srid, relief }: Reading) {
  const plane = planeOf(srid);
  if (!plane) throw new Error(`EPSG:${srid} has no projection`);
  const style = await basemapOf({ look, basemapStyleUrl }, "light");
  return async (square: GroundSquare, signal: AbortSignal): Promise<SquareNames> => {
    const seen = mapSquare(square, plane);
    const view = { centre: mercatorToLonLat(...seen.centre), zoom: zoomOf(seen, SIDE), width: SIDE, height: SIDE };
    const [{ names, credits }, heightAt] = await Promise.all([
      namesInView({ ...view, style, pixelRatio: PIXEL_RATIO, signal }, MOST),
      relief && readHeights(relief, seen, DRAPED_CELLS, signal),
    ]);
    const inLayer = names.flatMap(({ text, lon, lat, rank, size }): LayerName[] => {
      const at = lonLatToMercator(lon, lat);
      const isInside = [0, 1].every((axis) => Math.abs((at[axis] as number) - (seen.centre[axis] as number)) <= seen.half);
      // A long road is named at its middle, which can be far away.
      if (!isInside) return [];
      const [x, y] = plane.forward([lon, lat]) as [number, number];
      return [{ text, x, y, height: heightAt ? heightAt(...at) : null, rank, size }];
    });
    return { names: inLayer, credits };
  };
}

/** The names of the whole and of what is near: a name of both has the place of the nearer map. */
export function mergedNames(squares: readonly SquareNames[]): LayerName[] {
  const [whole, near] = squares;
  if (!whole) return [];
  if (!near) return [...whole.names];
  const known = new Set(near.names.map(({ text }) => text));
  return [...near.names, ...whole.names.filter(({ text }) => !known.has(text))];
}
