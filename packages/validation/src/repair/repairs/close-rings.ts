import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import type { ShapeRepair } from "./repair.ts";

/** Closes open rings by repeating their first position. */
export const closeRings: ShapeRepair = {
  id: "close-rings",
  codes: ["ATTRIBUTE_GEOMETRY_INVALID"],
  propose: (geometry, { params }) => (params.fault === "ringNotClosed" ? [withClosedRings(geometry)] : []),
};

function withClosedRings(geometry: Geometry): Geometry {
  switch (geometry.type) {
    case "Polygon":
      return { type: geometry.type, coordinates: geometry.coordinates.map(closed) };
    case "MultiPolygon":
      return { type: geometry.type, coordinates: geometry.coordinates.map((rings) => rings.map(closed)) };
    case "GeometryCollection":
      return { type: geometry.type, geometries: geometry.geometries.map(withClosedRings) };
    default:
      return geometry;
  }
}

function closed(ring: Position[]): Position[] {
  const [first] = ring;
  const last = ring.at(-1);
  return first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...ring, first] : ring;
}
