import type { Geometry } from "@archipel/geo/geojson.ts";
import { bufferOf, fromJts, type JtsGeometry } from "../geometry/jts.ts";
import type { Plane } from "../geometry/plane.ts";
import { toWkt } from "../geometry/wkt.ts";

/** Default tolerance in metres. Borders are precise to a centimetre at best, so a thinner sliver is not a fault. */
export const DEFAULT_TOLERANCE = 0.01;
/** A place is only displayed: with more vertices than this, its bounding box is used. */
const MAX_PLACE_VERTICES = 200;

/** True when a difference or intersection is wider (areas) or longer (lines) than the tolerance. */
export function isMoreThanSliver(left: JtsGeometry, tolerance = DEFAULT_TOLERANCE): boolean {
  if (left.isEmpty()) return false;
  if (left.getDimension() === 0) return true;
  if (left.getDimension() === 1) return left.getLength() > tolerance;
  if (left.getArea() === 0) return false;
  return tolerance === 0 || !bufferOf(left, -tolerance / 2).isEmpty();
}

/** The place of a difference or intersection, as WKT in degrees. */
export function placeOfLeftOver(left: JtsGeometry, plane: Plane): string | null {
  if (!plane.projector || left.isEmpty()) return null;
  const coordinates = left.getCoordinates();
  const geometry: Geometry = coordinates.length > MAX_PLACE_VERTICES ? boxOf(coordinates) : fromJts(left);
  return toWkt(plane.projector.toDegrees(geometry));
}

function boxOf(coordinates: readonly { x: number; y: number }[]): Geometry {
  const [first] = coordinates;
  let [west, south, east, north] = [first?.x ?? 0, first?.y ?? 0, first?.x ?? 0, first?.y ?? 0];
  for (const { x, y } of coordinates) {
    west = Math.min(west, x);
    south = Math.min(south, y);
    east = Math.max(east, x);
    north = Math.max(north, y);
  }
  return {
    type: "Polygon",
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  };
}

/** An area rounded for findings, in square metres. An area above zero is never rounded to 0. */
export function areaText(area: number): number {
  if (area < 0.01) return Number(area.toPrecision(1));
  return Number(area.toFixed(area < 10 ? 2 : 0));
}
