import type { Bbox } from "@archipel/contracts/place.ts";
import { unionAll } from "@archipel/geo/bbox.ts";

/** GeoJSON, EPSG:4326, as core-api gives it. */
export type Shape = Readonly<Record<string, unknown>> | null;
export type Position = readonly [lon: number, lat: number];

/** Every vertex of a geometry. The closing vertex of a ring is listed again. */
export function verticesOf(shape: Shape): Position[] {
  if (shape === null) return [];
  if (Array.isArray(shape.geometries)) return shape.geometries.flatMap((part: Shape) => verticesOf(part));
  return positionsIn(shape.coordinates);
}

function positionsIn(coordinates: unknown): Position[] {
  if (!Array.isArray(coordinates)) return [];
  const [lon, lat] = coordinates;
  if (typeof lon === "number" && typeof lat === "number") return [[lon, lat]];
  return coordinates.flatMap(positionsIn);
}

/** Vertices that only one of the shapes has: `gone` from the first, `come` in the second, each listed once. */
export function changedVertices(before: Shape, after: Shape): { gone: Position[]; come: Position[] } {
  const [old, fresh] = [verticesOf(before), verticesOf(after)].map((all) => new Map(all.map((position) => [position.join(" "), position])));
  const missingIn = (one: Map<string, Position> | undefined, other: Map<string, Position> | undefined) =>
    [...(one ?? [])].filter(([key]) => !other?.has(key)).map(([, position]) => position);
  return { gone: missingIn(old, fresh), come: missingIn(fresh, old) };
}

/** The box around shapes, in degrees; null when all are empty. */
export function boundsOf(shapes: readonly Shape[]): Bbox | null {
  return unionAll(shapes.flatMap(verticesOf).map(([lon, lat]): Bbox => [lon, lat, lon, lat]));
}
