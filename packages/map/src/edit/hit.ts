import type { Geometry, Position } from "geojson";
import { isInside } from "./cut.ts";
import { piecesOf } from "./pieces.ts";
import { segmentsOf } from "./segments.ts";

type Pixel = { readonly x: number; readonly y: number };

/** Whether a geometry is at a place: an area that contains it, or a line or point within reach on the screen. */
export function isAt(geometry: Geometry, place: Position, project: (place: [number, number]) => Pixel, reachPx: number): boolean {
  const at = (position: Position) => project([position[0] ?? 0, position[1] ?? 0]);
  const here = at(place);
  const pieces = piecesOf(geometry);
  return pieces.some(({ part, ring, geometry: shape }) => {
    if (shape.type === "Point") return isNear(at(shape.coordinates), here, reachPx);
    if (shape.type === "LineString")
      return segmentsOf(shape.coordinates).some(([a, b]) => isNear(footOn(at(a), at(b), here), here, reachPx));
    if (ring > 0 || !isInside(place, shape.coordinates[0] ?? [])) return false;
    const holes = pieces.filter((one) => one.part === part && one.ring > 0);
    return !holes.some((hole) => hole.geometry.type === "Polygon" && isInside(place, hole.geometry.coordinates[0] ?? []));
  });
}

const isNear = (a: Pixel, b: Pixel, reach: number) => Math.hypot(a.x - b.x, a.y - b.y) <= reach;

function footOn(a: Pixel, b: Pixel, p: Pixel): Pixel {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx ** 2 + dy ** 2;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length));
  return { x: a.x + share * dx, y: a.y + share * dy };
}
