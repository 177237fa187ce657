import type { Geometry, Position } from "@archipel/geo/geojson.ts";

/** The geometry with coordinates of at most this number of significant digits, as a text with `%.15g` has them. */
export function withDigits(geometry: Geometry, digits: number): Geometry {
  const number = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(digits)) : value);
  const position = ([x, y, z]: Position): Position => (z === undefined ? [number(x), number(y)] : [number(x), number(y), number(z)]);
  const line = (positions: readonly Position[]) => positions.map(position);
  const rings = (polygon: readonly Position[][]) => polygon.map(line);
  switch (geometry.type) {
    case "Point":
      return { ...geometry, coordinates: position(geometry.coordinates) };
    case "MultiPoint":
    case "LineString":
      return { ...geometry, coordinates: line(geometry.coordinates) };
    case "MultiLineString":
    case "Polygon":
      return { ...geometry, coordinates: rings(geometry.coordinates) };
    case "MultiPolygon":
      return { ...geometry, coordinates: geometry.coordinates.map(rings) };
    case "GeometryCollection":
      return { ...geometry, geometries: geometry.geometries.map((part) => withDigits(part, digits)) };
  }
}
