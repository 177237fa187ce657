import type { Geometry, Position } from "./geojson.ts";

type Nested = Position | Nested[];

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
  if (a.type !== b.type) return false;
  const [p, q]: [Nested, Nested] = [a.coordinates, b.coordinates];
  switch (a.type) {
    case "Point":
      return isNear(p as Position, q as Position);
    case "LineString":
      return isSameLine(p as Position[], q as Position[], isNear);
    case "MultiPoint":
      return pairUp(p as Position[], q as Position[], isNear);
    case "MultiLineString":
      return pairUp(p as Position[][], q as Position[][], (one, other) => isSameLine(one, other, isNear));
    case "Polygon":
      return isSamePolygon(p as Position[][], q as Position[][], isNear);
    case "MultiPolygon":
      return pairUp(p as Position[][][], q as Position[][][], (one, other) => isSamePolygon(one, other, isNear));
  }
}

/** Whether each part has its own counterpart. Parts are nearly always in the same order, so the same index is tried first. */
function pairUp<T>(a: readonly T[], b: readonly T[], isTwin: (one: T, other: T) => boolean): boolean {
  if (a.length !== b.length) return false;
  const free = new Set(b.keys());
  return a.every((part, place) => {
    const at = free.has(place) && isTwin(part, b[place] as T) ? place : [...free].find((other) => isTwin(part, b[other] as T));
    if (at === undefined) return false;
    free.delete(at);
    return true;
  });
}

function isSameLine(a: readonly Position[], b: readonly Position[], isNear: IsNear): boolean {
  return a.length === b.length && a.every((position, index) => isNear(position, b[index] as Position));
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
    if (!isNear(start, b[offset] as Position)) continue;
    if ([1, -1].some((way) => runsAlong(a, b, count, offset, way, isNear))) return true;
  }
  return false;
}

function runsAlong(a: readonly Position[], b: readonly Position[], count: number, offset: number, way: number, isNear: IsNear): boolean {
  for (let step = 1; step < count; step++) {
    const there = (((offset + way * step) % count) + count) % count;
    if (!isNear(a[step] as Position, b[there] as Position)) return false;
  }
  return true;
}
