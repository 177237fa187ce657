import { hasManyCrossings } from "@archipel/geo/crossing-work.ts";
import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { DomainError } from "./domain-error.ts";

/**
 * Asserts that PostGIS compares the edges of a shape in seconds. Shapes that somebody draws or sends are checked by it before PostGIS sees
 * them, unless their form allows a few thousand vertices at most and they must be valid.
 *
 * @param shape finite coordinates; as bytes, EWKB
 * @param field the input that holds it
 */
export function assertFewCrossings(shape: Geometry | Uint8Array, field: string): void {
  if (hasManyCrossings(shape instanceof Uint8Array ? shape : writeEwkb(shape, null, false)))
    throw new DomainError("invalid", "shape-too-crossed", {}, field);
}

type Rings = readonly (readonly (readonly number[])[])[];

/** The same for polygons as forms and point clouds have them. */
export function assertFewCrossingsIn(polygons: readonly Rings[], field: string): void {
  const flat = polygons.map((rings) => rings.map((ring) => ring.map(([x = 0, y = 0]): Position => [x, y])));
  assertFewCrossings({ type: "MultiPolygon", coordinates: flat }, field);
}
