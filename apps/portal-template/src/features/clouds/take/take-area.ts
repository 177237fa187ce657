import { type ExtractArea, extractArea } from "@archipel/contracts/cloud-extracts.ts";
import { numberOf } from "../number-of.ts";
import type { OpenedCloud } from "../opened-cloud.ts";

type Corner = readonly [x: number, y: number];
export type BoxTexts = readonly [west: string, south: string, east: string, north: string];

/** The polygon of some corners; null when they are too few. */
export function areaOfCorners(corners: readonly Corner[], srid: number): ExtractArea | null {
  const [first] = corners;
  if (!first || corners.length < 3) return null;
  const ring = [...corners, first].map(([x, y]): [number, number] => [x, y]);
  return { geometry: { type: "Polygon", coordinates: [ring] }, srid };
}

/** A rectangle; null when it has no surface. */
export function areaOfBox([west, south, east, north]: readonly [number, number, number, number], srid: number): ExtractArea | null {
  if (!(west < east && south < north)) return null;
  return areaOfCorners(
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
    ],
    srid,
  );
}

/** A rectangle from typed coordinates, with a point or a comma; null when one of them is no number. */
export function areaOfTexts(texts: BoxTexts, srid: number): ExtractArea | null {
  const [west, south, east, north] = texts.map(numberOf);
  const box = [west ?? Number.NaN, south ?? Number.NaN, east ?? Number.NaN, north ?? Number.NaN] as const;
  return box.every(Number.isFinite) ? areaOfBox(box, srid) : null;
}

type Tiles = readonly Pick<OpenedCloud["tiles"][number], "box">[];

/** The box of tiles: west, south, east, north. */
export function boxOfTiles(tiles: Tiles): [number, number, number, number] {
  const low = (axis: 0 | 1) => Math.min(...tiles.map(({ box }) => box.min[axis]));
  const high = (axis: 0 | 1) => Math.max(...tiles.map(({ box }) => box.max[axis]));
  return [low(0), low(1), high(0), high(1)];
}

/** All of some tiles, with a margin, so that points on the outer border are inside. */
export function areaOfTiles(tiles: Tiles, srid: number): ExtractArea | null {
  if (tiles.length === 0) return null;
  const [west, south, east, north] = boxOfTiles(tiles);
  const margin = Math.max(east - west, north - south) / 1e5;
  return areaOfBox([west - margin, south - margin, east + margin, north + margin], srid);
}

/** The square around what is looked at: as wide as the screen shows at that distance. */
export function areaAround([x, y]: Corner, distance: number, srid: number): ExtractArea | null {
  const half = distance / 2;
  return areaOfBox([x - half, y - half, x + half, y + half], srid);
}

/** The area of a feature, in degrees, without its heights; null for one that is no polygon, or has more corners than an area may have. */
export function areaOfFeature(geometry: Readonly<Record<string, unknown>> | null): ExtractArea | null {
  if (!geometry) return null;
  const read = extractArea.safeParse({ geometry: { type: geometry.type, coordinates: flat(geometry.coordinates) }, srid: 4326 });
  return read.success ? read.data : null;
}

/** Positions with two numbers. */
function flat(coordinates: unknown): unknown {
  if (!Array.isArray(coordinates)) return coordinates;
  return typeof coordinates[0] === "number" ? coordinates.slice(0, 2) : coordinates.map(flat);
}
