import { type Geometry, hasFiniteCoordinates, type Position } from "@archipel/geo/geojson.ts";
import { fixAreas } from "../../geometry/fix.ts";
import { judge } from "../../geometry/validity.ts";
import type { ShapeRepair } from "./repair.ts";

/** Makes a geometry valid. Areas stay areas and lines stay lines; an area that collapses has no repair. */
export const makeValid: ShapeRepair = {
  id: "make-valid",
  codes: ["ATTRIBUTE_GEOMETRY_INVALID"],
  propose: (geometry, { params }) => {
    // An open ring has its own repair, which changes less.
    const fixed = params.fault === "ringNotClosed" ? null : fix(geometry);
    return fixed ? [fixed] : [];
  },
};

function fix(geometry: Geometry): Geometry | null {
  switch (geometry.type) {
    case "Polygon":
      return fixAreas([geometry.coordinates]);
    case "MultiPolygon": {
      const areas = fixAreas(geometry.coordinates);
      return areas?.type === "Polygon" ? { type: "MultiPolygon", coordinates: [areas.coordinates] } : areas;
    }
    case "LineString":
      return lineOf(geometry.coordinates);
    case "MultiLineString": {
      const lines = geometry.coordinates.map(lineOf).filter((line) => line !== null);
      return lines.length === 0 ? null : { type: "MultiLineString", coordinates: lines.map(({ coordinates }) => coordinates) };
    }
    case "MultiPoint": {
      const coordinates = geometry.coordinates.filter((position) => position.every(Number.isFinite));
      return coordinates.length === 0 ? null : { type: "MultiPoint", coordinates };
    }
    case "GeometryCollection": {
      const geometries = geometry.geometries.map((part) => (isValid(part) ? part : fix(part))).filter((part) => part !== null);
      return geometries.length === 0 ? null : { type: "GeometryCollection", geometries };
    }
    default:
      return null;
  }
}

function isValid(geometry: Geometry): boolean {
  return hasFiniteCoordinates(geometry) && judge(geometry).fault === null;
}

function lineOf(positions: readonly Position[]): { type: "LineString"; coordinates: Position[] } | null {
  const coordinates = positions.filter((position) => position.every(Number.isFinite));
  const line = { type: "LineString" as const, coordinates };
  return coordinates.length >= 2 && isValid(line) ? line : null;
}
