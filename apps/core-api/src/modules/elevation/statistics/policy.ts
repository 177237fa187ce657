import { bboxAround } from "@archipel/geo/bbox.ts";
import { surfaceOf } from "@archipel/geo/geodesic.ts";
import type { Position } from "@archipel/geo/geojson.ts";

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

/** Most places whose heights make the figures of one area. */
const MOST_PLACES = 40_000;
const METRES_OF_A_DEGREE = 111_320;

/**
 * The middles of a regular grid that lie inside polygons, in degrees. A large area gets a coarser grid, so that its box has at most 40,000
 * middles; an area between two middles gets the middle of its box.
 *
 * @param cellMetres the finest distance of neighbours that is worth reading
 * @returns the places, and the distance of neighbours in metres
 */
export function gridWithin(polygons: Polygons, cellMetres: number): { places: [number, number][]; stepMetres: number } {
  const corners = polygons.flatMap((rings) => rings[0] ?? []);
  const [west, south, east, north] = bboxAround(corners.map(([lon, lat]): [number, number] => [lon, lat]));
  const metresOfLon = METRES_OF_A_DEGREE * Math.max(0.01, Math.cos((((south + north) / 2) * Math.PI) / 180));
  const [width, height] = [(east - west) * metresOfLon, (north - south) * METRES_OF_A_DEGREE];
  const stepMetres = Math.max(cellMetres, Math.sqrt((width * height) / MOST_PLACES), Math.max(width, height) / MOST_PLACES);
  const [columns, rows] = [Math.max(1, Math.floor(width / stepMetres)), Math.max(1, Math.floor(height / stepMetres))];
  const places: [number, number][] = [];
  for (let row = 0; row < rows; row++) {
    const lat = south + ((row + 0.5) / rows) * (north - south);
    for (let column = 0; column < columns; column++) {
      const lon = west + ((column + 0.5) / columns) * (east - west);
      if (isWithin(polygons, lon, lat)) places.push([lon, lat]);
    }
  }
  if (places.length === 0) places.push([(west + east) / 2, (south + north) / 2]);
  return { places, stepMetres };
}

/** The geodesic area in square metres: outlines without their holes. */
export function areaOf(polygons: Polygons): number {
  const areaOfRing = (ring: readonly Position[]) => surfaceOf(ring.slice(0, -1).map(([lon, lat]) => [lon, lat])).area;
  return polygons.reduce(
    (sum, [outline = [], ...holes]) => sum + holes.reduce((left, hole) => left - areaOfRing(hole), areaOfRing(outline)),
    0,
  );
}

/** By the number of sides that a ray to the east crosses: holes cross twice. */
function isWithin(polygons: Polygons, lon: number, lat: number): boolean {
  return polygons.some((rings) => rings.reduce((isInside, ring) => isInside !== crossesOddly(ring, lon, lat), false));
}

function crossesOddly(ring: readonly Position[], lon: number, lat: number): boolean {
  let isOdd = false;
  for (let index = 0, before = ring.length - 1; index < ring.length; before = index++) {
    const [x1 = 0, y1 = 0] = ring[index] ?? [];
    const [x2 = 0, y2 = 0] = ring[before] ?? [];
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) isOdd = !isOdd;
  }
  return isOdd;
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
