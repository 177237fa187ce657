import { forEachPosition, type Geometry, mapPositions, type Position } from "./geojson.ts";
import { keepVertices } from "./keep-vertices.ts";

/**
 * Restores heights to a geometry that was edited on a flat map, from the original geometry. Vertices within `tolerance` of an original
 * vertex become that vertex; new and moved ones are interpolated between their neighbours. A part without an unchanged vertex,
 * for example a point, takes the heights of the nearest vertices. A geometry without heights stays flat.
 *
 * @param edited in the CRS of `original`, without heights
 * @param tolerance in the units of that CRS
 */
export function keepHeights(edited: Geometry, original: Geometry, tolerance: number): Geometry {
  const raised = keepVertices(edited, original, tolerance);
  if (!hasHeights(original)) return raised;
  const stayed = new Set<string>();
  forEachPosition(original, (position) => void stayed.add(placeOf(position)));
  return mapPaths(raised, (path) => withHeightsBetween(path, (position) => stayed.has(placeOf(position))));
}

/** Has any position a height? */
export function hasHeights(geometry: Geometry): boolean {
  let found = false;
  forEachPosition(geometry, (position) => {
    found ||= position.length === 3;
  });
  return found;
}

/** Copies the heights of a geometry to another with as many positions, after a two-dimensional transformation. */
export function withHeightsOf(flat: Geometry, from: Geometry): Geometry {
  const heights: (number | undefined)[] = [];
  forEachPosition(from, ([, , z]) => heights.push(z));
  let index = 0;
  return mapPositions(flat, ([x, y]): Position => {
    const z = heights[index++];
    return z === undefined ? [x, y] : [x, y, z];
  });
}

const placeOf = ([x, y]: Position) => `${x} ${y}`;

function withHeightsBetween(path: readonly Position[], hasStayed: (position: Position) => boolean): Position[] {
  const known = path.map((position) => (hasStayed(position) ? position[2] : undefined));
  const [first] = path;
  const last = path.at(-1);
  const isRing = path.length > 3 && first && last && first[0] === last[0] && first[1] === last[1];
  // A ring is walked twice, so that its first vertex also has neighbours on both sides.
  const turn = isRing ? path.length - 1 : 0;
  const walk = isRing ? [...path.slice(0, -1), ...path] : path;
  const at = distancesAlong(walk);
  const heightAt = (index: number) => known[turn > 0 ? index % turn : index];
  const found = (index: number) => (index >= 0 && index < walk.length ? heightAt(index) : undefined);
  const between = (index: number): number | undefined => {
    let before = index;
    while (before >= 0 && found(before) === undefined) before--;
    let after = index;
    while (after < walk.length && found(after) === undefined) after++;
    const [low, high] = [found(before), found(after)];
    if (low === undefined || high === undefined) return low ?? high;
    const [from = 0, here = 0, to = 0] = [at[before], at[index], at[after]];
    return to === from ? low : low + ((high - low) * (here - from)) / (to - from);
  };
  return path.map((position, index): Position => {
    if (known[index] !== undefined) return position;
    // The copy in the middle of the walk has neighbours on both sides.
    const z = between(turn > 0 ? turn + (index % turn) : index) ?? position[2];
    return z === undefined ? position : [position[0], position[1], z];
  });
}

function distancesAlong(path: readonly Position[]): number[] {
  let sum = 0;
  return path.map(([x, y], index) => {
    const before = path[index - 1];
    if (before) sum += Math.hypot(x - before[0], y - before[1]);
    return sum;
  });
}

function mapPaths(geometry: Geometry, change: (path: readonly Position[]) => Position[]): Geometry {
  switch (geometry.type) {
    case "LineString":
      return { type: geometry.type, coordinates: change(geometry.coordinates) };
    case "MultiLineString":
    case "Polygon":
      return { type: geometry.type, coordinates: geometry.coordinates.map(change) };
    case "MultiPolygon":
      return { type: geometry.type, coordinates: geometry.coordinates.map((rings) => rings.map(change)) };
    case "GeometryCollection":
      return { type: geometry.type, geometries: geometry.geometries.map((part) => mapPaths(part, change)) };
    default:
      return geometry;
  }
}
