import type { Geometry, Position } from "@archipel/geo/geojson.ts";

const position = ([x, y]: Position) => `${rounded(x)} ${rounded(y)}`;
const list = <T>(items: readonly T[], write: (item: T) => string) => `(${items.map(write).join(", ")})`;
const line = (positions: readonly Position[]) => list(positions, position);
const rings = (polygon: readonly Position[][]) => list(polygon, line);

function rounded(value: number): number {
  return Math.round(value * 1e8) / 1e8;
}

/** WKT (OGC 06-103r4) without heights, eight decimals. */
export function toWkt(geometry: Geometry): string {
  switch (geometry.type) {
    case "Point":
      return `POINT (${position(geometry.coordinates)})`;
    case "MultiPoint":
      return geometry.coordinates.length === 0
        ? "MULTIPOINT EMPTY"
        : `MULTIPOINT ${list(geometry.coordinates, (at) => `(${position(at)})`)}`;
    case "LineString":
      return geometry.coordinates.length === 0 ? "LINESTRING EMPTY" : `LINESTRING ${line(geometry.coordinates)}`;
    case "MultiLineString":
      return geometry.coordinates.length === 0 ? "MULTILINESTRING EMPTY" : `MULTILINESTRING ${list(geometry.coordinates, line)}`;
    case "Polygon":
      return geometry.coordinates.length === 0 ? "POLYGON EMPTY" : `POLYGON ${rings(geometry.coordinates)}`;
    case "MultiPolygon":
      return geometry.coordinates.length === 0 ? "MULTIPOLYGON EMPTY" : `MULTIPOLYGON ${list(geometry.coordinates, rings)}`;
    case "GeometryCollection":
      return geometry.geometries.length === 0 ? "GEOMETRYCOLLECTION EMPTY" : `GEOMETRYCOLLECTION ${list(geometry.geometries, toWkt)}`;
  }
}
