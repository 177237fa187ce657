import type { Geometry } from "@archipel/geo/geojson.ts";
import { isGeometry } from "@archipel/geo/geojson.ts";
import { NO_SHAPES, type Shapes, together, type Vertex } from "@archipel/report-print/map/shapes.ts";

/** The shapes of a GeoJSON text of the database. */
export function shapesIn(text: string): Shapes {
  const geometry: unknown = JSON.parse(text);
  return isGeometry(geometry) ? shapesOf(geometry) : NO_SHAPES;
}

function shapesOf(geometry: Geometry): Shapes {
  switch (geometry.type) {
    case "Point":
      return { ...NO_SHAPES, points: [vertexOf(geometry.coordinates)] };
    case "MultiPoint":
      return { ...NO_SHAPES, points: geometry.coordinates.map(vertexOf) };
    case "LineString":
      return { ...NO_SHAPES, lines: [geometry.coordinates.map(vertexOf)] };
    case "MultiLineString":
      return { ...NO_SHAPES, lines: geometry.coordinates.map((line) => line.map(vertexOf)) };
    case "Polygon":
      return { ...NO_SHAPES, areas: [geometry.coordinates.map((ring) => ring.map(vertexOf))] };
    case "MultiPolygon":
      return { ...NO_SHAPES, areas: geometry.coordinates.map((area) => area.map((ring) => ring.map(vertexOf))) };
    case "GeometryCollection":
      return together(geometry.geometries.map(shapesOf));
  }
}

const vertexOf = ([x, y]: readonly number[]): Vertex => [x ?? 0, y ?? 0];
