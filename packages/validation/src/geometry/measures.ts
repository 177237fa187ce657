import type { Geometry, Position } from "@archipel/geo/geojson.ts";

/** Sizes of a geometry. Lengths and areas are in the units of its coordinates. */
export interface Measures {
  vertices: number;
  parts: number;
  rings: number;
  /** Total length of lines and of the rings of areas. */
  length: number;
  area: number;
  /** The largest number of vertices per unit of length, among lines and rings with more than `densityAbove` vertices. */
  density: number;
}

/** Measures a geometry in planar coordinates. */
export function measure(geometry: Geometry, densityAbove = 0): Measures {
  const measures: Measures = { vertices: 0, parts: 0, rings: 0, length: 0, area: 0, density: 0 };
  add(geometry, measures, densityAbove);
  return measures;
}

function add(geometry: Geometry, to: Measures, densityAbove: number): void {
  const line = (positions: readonly Position[]) => {
    const length = lengthOf(positions);
    to.vertices += positions.length;
    to.length += length;
    if (positions.length > densityAbove && length > 0) to.density = Math.max(to.density, positions.length / length);
  };
  const polygon = (rings: readonly Position[][]) => {
    to.parts++;
    to.rings += rings.length;
    rings.forEach((ring, index) => {
      line(ring);
      to.area += (index === 0 ? 1 : -1) * Math.abs(areaOf(ring));
    });
  };
  switch (geometry.type) {
    case "Point":
      to.vertices++;
      to.parts++;
      return;
    case "MultiPoint":
      to.vertices += geometry.coordinates.length;
      to.parts += geometry.coordinates.length;
      return;
    case "LineString":
      to.parts++;
      line(geometry.coordinates);
      return;
    case "MultiLineString":
      to.parts += geometry.coordinates.length;
      geometry.coordinates.forEach(line);
      return;
    case "Polygon":
      polygon(geometry.coordinates);
      return;
    case "MultiPolygon":
      geometry.coordinates.forEach(polygon);
      return;
    case "GeometryCollection":
      for (const part of geometry.geometries) add(part, to, densityAbove);
  }
}

function lengthOf(positions: readonly Position[]): number {
  let length = 0;
  positions.forEach(([x, y], index) => {
    const before = positions[index - 1];
    if (before) length += Math.hypot(x - before[0], y - before[1]);
  });
  return length;
}

/** Signed area of a ring (shoelace formula), relative to its first position so that large coordinates do not lose precision. */
function areaOf(ring: readonly Position[]): number {
  const [origin] = ring;
  if (!origin) return 0;
  let twice = 0;
  ring.forEach(([x, y], index) => {
    const next = ring[index + 1];
    if (next) twice += (x - origin[0]) * (next[1] - origin[1]) - (next[0] - origin[0]) * (y - origin[1]);
  });
  return twice / 2;
}
