import type { Geometry, Position } from "./geojson.ts";

/**
 * Whether two geometries have the same shape, each vertex within `tolerance` of its counterpart. A ring may start at another vertex
 * or run the other way round, and parts may come in another order. A reversed line counts as different.
 *
 * @param tolerance in the units of both
 * @param heightTolerance for vertices that have heights on both sides
 */
export function isSameShape(a: Geometry, b: Geometry, tolerance: number, heightTolerance = tolerance): boolean {
  const isNear = (p: Position, q: Position) =>
    Math.abs(p[0] - q[0]) <= tolerance &&
    Math.abs(p[1] - q[1]) <= tolerance &&
    (p[2] === undefined || q[2] === undefined || Math.abs(p[2] - q[2]) <= heightTolerance);
  return isSame(a, b, isNear);
}

type IsNear = (p: Position, q: Position) => boolean;

function isSame(a: Geometry, b: Geometry, isNear: IsNear): boolean {
  if (a.type === "GeometryCollection" || b.type === "GeometryCollection") {
    if (a.type !== "GeometryCollection" || b.type !== "GeometryCollection") return false;
    return pairUp(a.geometries, b.geometries, (p, q) => isSame(p, q, isNear));
  }
  if (a.type === "Point" && b.type === "Point") return isNear(a.coordinates, b.coordinates);
  if (a.type === "LineString" && b.type === "LineString") return isSameLine(a.coordinates, b.coordinates, isNear);
  if (a.type === "MultiPoint" && b.type === "MultiPoint") return pairUp(a.coordinates, b.coordinates, isNear);
  if (a.type === "MultiLineString" && b.type === "MultiLineString")
    return pairUp(a.coordinates, b.coordinates, (one, other) => isSameLine(one, other, isNear));
  if (a.type === "Polygon" && b.type === "Polygon") return isSamePolygon(a.coordinates, b.coordinates, isNear);
  if (a.type === "MultiPolygon" && b.type === "MultiPolygon")
    return pairUp(a.coordinates, b.coordinates, (one, other) => isSamePolygon(one, other, isNear));
  return false;
}

/** Whether each part has its own counterpart. Parts are nearly always in the same order, so the same index is tried first. */
function pairUp<T extends object>(a: readonly T[], b: readonly T[], isTwin: (one: T, other: T) => boolean): boolean {
  if (a.length !== b.length) return false;
  const free = new Set(b.keys());
  return a.every((part, place) => {
    const isTwinAt = (other: number) => {
      const twin = b[other];
      return twin !== undefined && isTwin(part, twin);
    };
    const at = free.has(place) && isTwinAt(place) ? place : [...free].find(isTwinAt);
    if (at === undefined) return false;
    free.delete(at);
    return true;
  });
}

function isSameLine(a: readonly Position[], b: readonly Position[], isNear: IsNear): boolean {
  return a.length === b.length && a.every((position, index) => isNearAt(b, index, position, isNear));
}

function isNearAt(line: readonly Position[], index: number, position: Position, isNear: IsNear): boolean {
  const other = line[index];
  return other !== undefined && isNear(position, other);
}

function isSamePolygon(a: readonly Position[][], b: readonly Position[][], isNear: IsNear): boolean {
  const [outerA = [], ...holesA] = a;
  const [outerB = [], ...holesB] = b;
  return isSameRing(outerA, outerB, isNear) && pairUp(holesA, holesB, (one, other) => isSameRing(one, other, isNear));
}

/** Rings end at their first position, so the last vertex is ignored. */
function isSameRing(a: readonly Position[], b: readonly Position[], isNear: IsNear): boolean {
  if (a.length !== b.length) return false;
  const count = a.length - 1;
  const [start] = a;
  if (count < 1 || !start) return isSameLine(a, b, isNear);
  for (let offset = 0; offset < count; offset++) {
    if (!isNearAt(b, offset, start, isNear)) continue;
    if ([1, -1].some((way) => runsAlong(a, b, count, offset, way, isNear))) return true;
  }
  return false;
}

function runsAlong(a: readonly Position[], b: readonly Position[], count: number, offset: number, way: number, isNear: IsNear): boolean {
  for (let step = 1; step < count; step++) {
    const there = (((offset + way * step) % count) + count) % count;
    const position = a[step];
    if (!position || !isNearAt(b, there, position, isNear)) return false;
  }
  return true;
}
