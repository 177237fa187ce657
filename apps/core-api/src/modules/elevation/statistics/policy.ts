import { bboxAround } from "@archipel/geo/bbox.ts";
import { surfaceOf } from "@archipel/geo/geodesic.ts";
import type { Position } from "@archipel/geo/geojson.ts";
import { METRES_OF_A_DEGREE } from "../policy.ts";

/** Rings of polygons in degrees: the first ring of each is its outline, the others are holes. */
export type Polygons = readonly (readonly (readonly Position[])[])[];

/** Figures of heights in an area. Lengths are in metres. */
export interface Spread {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly median: number;
  /** Standard deviation of all cells, not of a sample. */
  readonly deviation: number;
}

/** Most places whose heights make the figures of one area, and most rows or columns of their grid. */
const MOST_PLACES = 40_000;
const MOST_LINES = 1_000;

/**
 * The middles of a regular grid that lie inside polygons, in degrees. A large or long area gets a coarser grid: its box has at most 40,000
 * middles, in at most 1,000 rows or columns. An area between two middles gets the middle of its box.
 *
 * @param cellMetres the finest distance of neighbours that is worth reading
 * @returns the places, and the distance of neighbours in metres
 */
export function gridWithin(polygons: Polygons, cellMetres: number): { places: [number, number][]; stepMetres: number } {
  const [west, south, east, north] = bboxAround(polygons.flatMap((rings) => rings[0] ?? []));
  const metresOfLon = METRES_OF_A_DEGREE * Math.max(0.01, Math.cos((((south + north) / 2) * Math.PI) / 180));
  const [width, height] = [(east - west) * metresOfLon, (north - south) * METRES_OF_A_DEGREE];
  const stepMetres = Math.max(cellMetres, Math.sqrt((width * height) / MOST_PLACES), Math.max(width, height) / MOST_LINES);
  const [columns, rows] = [Math.max(1, Math.floor(width / stepMetres)), Math.max(1, Math.floor(height / stepMetres))];
  const places: [number, number][] = [];
  for (let row = 0; row < rows; row++) {
    const lat = south + ((row + 0.5) / rows) * (north - south);
    const crossings = polygons.map((rings) => crossingsOf(rings, lat));
    for (let column = 0; column < columns; column++) {
      const lon = west + ((column + 0.5) / columns) * (east - west);
      if (crossings.some((lons) => countBeyond(lons, lon) % 2 === 1)) places.push([lon, lat]);
    }
  }
  if (places.length === 0) places.push([(west + east) / 2, (south + north) / 2]);
  return { places, stepMetres };
}

/** Where the sides of a polygon cross a parallel, west to east. A place is inside when an odd number of them lies to its east. */
function crossingsOf(rings: Polygons[number], lat: number): Float64Array {
  const lons: number[] = [];
  for (const ring of rings) {
    for (let index = 0, before = ring.length - 1; index < ring.length; before = index++) {
      const [x1 = 0, y1 = 0] = ring[index] ?? [];
      const [x2 = 0, y2 = 0] = ring[before] ?? [];
      if (y1 > lat !== y2 > lat) lons.push(((x2 - x1) * (lat - y1)) / (y2 - y1) + x1);
    }
  }
  return Float64Array.from(lons).sort();
}

/** How many of sorted numbers are greater. */
function countBeyond(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return sorted.length - low;
}

/** The geodesic area in square metres: outlines without their holes. */
export function areaOf(polygons: Polygons): number {
  const areaOfRing = (ring: readonly Position[]) => surfaceOf(ring.slice(0, -1).map(([lon, lat]) => [lon, lat])).area;
  return polygons.reduce(
    (sum, [outline = [], ...holes]) => sum + holes.reduce((left, hole) => left - areaOfRing(hole), areaOfRing(outline)),
    0,
  );
}

/** @returns null without a height */
export function spreadOf(heights: readonly number[]): Spread | null {
  const sorted = Float64Array.from(heights).sort();
  const count = sorted.length;
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) return null;
  const mean = sorted.reduce((sum, height) => sum + height, 0) / count;
  const variance = sorted.reduce((sum, height) => sum + (height - mean) ** 2, 0) / count;
  const middle = sorted[count >> 1] ?? min;
  const median = count % 2 === 1 ? middle : ((sorted[(count >> 1) - 1] ?? min) + middle) / 2;
  return { count, min, max, mean, median, deviation: Math.sqrt(variance) };
}
