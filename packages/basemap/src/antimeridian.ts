import type { Feature, Position } from "geojson";

/**
 * Makes shapes that cross the 180th meridian fit a flat map: their longitudes continue beyond ±180 instead of jumping
 * to the other side, which would draw a line across the whole world. Tiling moves what lies beyond back inside.
 * Degrees, WGS 84; a ring around a pole is closed along it.
 */
export function acrossAntimeridian(feature: Feature): Feature {
  const { geometry } = feature;
  if (geometry.type === "Polygon") return { ...feature, geometry: { ...geometry, coordinates: rings(geometry.coordinates) } };
  if (geometry.type === "MultiPolygon") return { ...feature, geometry: { ...geometry, coordinates: geometry.coordinates.map(rings) } };
  if (geometry.type === "LineString") return { ...feature, geometry: { ...geometry, coordinates: unrolled(geometry.coordinates) } };
  if (geometry.type === "MultiLineString")
    return { ...feature, geometry: { ...geometry, coordinates: geometry.coordinates.map(unrolled) } };
  return feature;
}

function rings(polygon: Position[][]): Position[][] {
  return polygon.flatMap((ring, index) => {
    const line = unrolled(ring);
    const [first, last] = [line[0], line.at(-1)];
    if (!first || !last || Math.abs((first[0] ?? 0) - (last[0] ?? 0)) < 180) return [line];
    // A hole around a pole is the pole itself: on a flat map there is nothing to leave out.
    if (index > 0) return [];
    const pole = (first[1] ?? 0) < 0 ? -90 : 90;
    return [[...line, [last[0] ?? 0, pole], [first[0] ?? 0, pole], first]];
  });
}

function unrolled(line: readonly Position[]): Position[] {
  let turn = 0;
  return line.map(([lon = 0, lat = 0], index) => {
    const before = line[index - 1]?.[0] ?? lon;
    if (Math.abs(lon - before) > 180) turn += lon < before ? 360 : -360;
    return [lon + turn, lat];
  });
}
