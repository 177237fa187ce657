import { type LonLat, legBetween, stationsAlong } from "@archipel/geo/geodesic.ts";
import type { SheetLine } from "@archipel/map/ui/sheet-extras.ts";

/** Longer sides are drawn as the curves that they are. */
const STRAIGHT_METRES = 20_000;
const CURVE_PARTS = 33;

/** The sides of a drawn line, each with its middle or the places of its curve. `isClosed`: the last point is joined to the first one. */
export function sidesOf(points: readonly LonLat[], isClosed: boolean): (readonly LonLat[])[] {
  const ring = isClosed && points.length >= 3 ? [...points, ...points.slice(0, 1)] : points;
  return ring.slice(1).map((to, index) => sideBetween(ring[index] ?? to, to));
}

/** The line as an exported sheet draws it. */
export const sheetLine = (points: readonly LonLat[], isClosed: boolean): SheetLine => ({
  sides: sidesOf(points, isClosed),
  corners: points,
  isClosed,
});

function sideBetween(from: LonLat, to: LonLat): readonly LonLat[] {
  if (legBetween(from, to).metres < STRAIGHT_METRES) return [from, [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2], to];
  return stationsAlong([from, to], CURVE_PARTS).map(({ place }) => place);
}
