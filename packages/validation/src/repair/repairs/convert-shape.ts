import type { Geometry } from "@archipel/geo/geojson.ts";
import type { ShapeRepair } from "./repair.ts";

/** Converts a geometry to the type of its layer without changing its coordinates: single to multi and back, a closed line to an area. */
export const convertShape: ShapeRepair = {
  id: "cast",
  codes: ["geometry-type"],
  *propose(geometry, _, { rules }) {
    const type = rules.type;
    for (const form of formsOf(geometry)) if (form.type.toLowerCase() === type) yield form;
  },
};

function formsOf(geometry: Geometry): Geometry[] {
  switch (geometry.type) {
    case "Point":
      return [{ type: "MultiPoint", coordinates: [geometry.coordinates] }];
    case "LineString": {
      const [first] = geometry.coordinates;
      const last = geometry.coordinates.at(-1);
      const isClosed = geometry.coordinates.length >= 4 && first && last && first[0] === last[0] && first[1] === last[1];
      const areas: Geometry[] = isClosed
        ? [
            { type: "Polygon", coordinates: [geometry.coordinates] },
            { type: "MultiPolygon", coordinates: [[geometry.coordinates]] },
          ]
        : [];
      return [{ type: "MultiLineString", coordinates: [geometry.coordinates] }, ...areas];
    }
    case "Polygon":
      return [{ type: "MultiPolygon", coordinates: [geometry.coordinates] }];
    case "MultiPoint":
      return geometry.coordinates.length === 1 && geometry.coordinates[0] ? [{ type: "Point", coordinates: geometry.coordinates[0] }] : [];
    case "MultiLineString":
      return geometry.coordinates.length === 1 && geometry.coordinates[0]
        ? formsOf({ type: "LineString", coordinates: geometry.coordinates[0] }).concat({
            type: "LineString",
            coordinates: geometry.coordinates[0],
          })
        : [];
    case "MultiPolygon":
      return geometry.coordinates.length === 1 && geometry.coordinates[0]
        ? [{ type: "Polygon", coordinates: geometry.coordinates[0] }]
        : [];
    case "GeometryCollection": {
      const [only] = geometry.geometries;
      return geometry.geometries.length === 1 && only ? [only, ...formsOf(only)] : [];
    }
  }
}
