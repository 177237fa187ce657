import { type Bbox, bboxesIntersect } from "@archipel/geo/bbox.ts";
import { forEachPosition, type Geometry, type Position } from "@archipel/geo/geojson.ts";
import { bufferOf, covers, fromJts, type JtsGeometry, toJts } from "./jts.ts";
import type { Plane } from "./plane.ts";

/** The territory that geometries must be inside. */
export interface Emprise {
  covers(shape: JtsGeometry): boolean;
}

/** How far geometries may extend beyond the territory, in metres: two drawings of the same border always differ a little. */
const TOLERANCE = 10;

/**
 * Prepares a territory for many tests. Most geometries are far from its edge, where testing one point is enough; only the others need a full
 * comparison.
 *
 * @param territory area in degrees
 */
export function empriseOf(territory: Geometry, plane: Plane): Emprise {
  const area = bufferOf(toJts(plane.projector?.fromDegrees(territory) ?? territory), TOLERANCE);
  const rings = ringsOf(fromJts(area));
  const edges = rings.flatMap((ring) =>
    ring.slice(1).map(([x, y], index): Bbox => {
      const [fromX, fromY] = ring[index] ?? [x, y];
      return [Math.min(x, fromX), Math.min(y, fromY), Math.max(x, fromX), Math.max(y, fromY)];
    }),
  );
  return {
    covers(shape) {
      const coordinates = shape.getCoordinates();
      const [first] = coordinates;
      if (!first) return true;
      const box: Bbox = [first.x, first.y, first.x, first.y];
      for (const { x, y } of coordinates) {
        if (x < box[0]) box[0] = x;
        if (y < box[1]) box[1] = y;
        if (x > box[2]) box[2] = x;
        if (y > box[3]) box[3] = y;
      }
      if (edges.some((edge) => bboxesIntersect(edge, box))) return covers(area, shape);
      return isWithin(first.x, first.y, rings);
    },
  };
}

function ringsOf(geometry: Geometry): Position[][] {
  if (geometry.type === "Polygon") return geometry.coordinates;
  if (geometry.type === "MultiPolygon") return geometry.coordinates.flat();
  const positions: Position[] = [];
  forEachPosition(geometry, (position) => positions.push(position));
  return [positions];
}

/** Even-odd rule over all rings, holes included. */
function isWithin(x: number, y: number, rings: readonly Position[][]): boolean {
  let isInside = false;
  for (const ring of rings) {
    ring.forEach(([toX, toY], index) => {
      const [fromX, fromY] = ring[index - 1] ?? [toX, toY];
      if (fromY > y !== toY > y && x < ((toX - fromX) * (y - fromY)) / (toY - fromY) + fromX) isInside = !isInside;
    });
  }
  return isInside;
}
