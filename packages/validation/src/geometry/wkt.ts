import type { Geometry, Position } from "@archipel/geo/geojson.ts";

/** WKT (OGC 06-103r4) without heights, rounded to eight decimals: for display, and for the places of findings. */
export function toWkt(geometry: Geometry): string {
  return writerOf(([x, y]) => `${rounded(x)} ${rounded(y)}`, "")(geometry);
}

/** WKT without rounding, with heights (0 where a position has none) or without. */
export function toExactWkt(geometry: Geometry, hasZ: boolean): string {
  return hasZ ? writerOf(([x, y, z]) => `${x} ${y} ${z ?? 0}`, " Z")(geometry) : writerOf(([x, y]) => `${x} ${y}`, "")(geometry);
}

function rounded(value: number): number {
  return Math.round(value * 1e8) / 1e8;
}

function writerOf(position: (at: Position) => string, suffix: string): (geometry: Geometry) => string {
  const list = <T>(items: readonly T[], write: (item: T) => string) => (items.length === 0 ? "EMPTY" : `(${items.map(write).join(", ")})`);
  const line = (positions: readonly Position[]) => list(positions, position);
  const rings = (polygon: readonly Position[][]) => list(polygon, line);
  const body = (geometry: Geometry): string => {
    switch (geometry.type) {
      case "Point":
        return geometry.coordinates.slice(0, 2).every(Number.isNaN) ? "EMPTY" : `(${position(geometry.coordinates)})`;
      case "MultiPoint":
        return list(geometry.coordinates, (at) => `(${position(at)})`);
      case "LineString":
        return line(geometry.coordinates);
      case "MultiLineString":
      case "Polygon":
        return rings(geometry.coordinates);
      case "MultiPolygon":
        return list(geometry.coordinates, rings);
      case "GeometryCollection":
        return list(geometry.geometries, write);
    }
  };
  const write = (geometry: Geometry): string => `${geometry.type.toUpperCase()}${suffix} ${body(geometry)}`;
  return write;
}
