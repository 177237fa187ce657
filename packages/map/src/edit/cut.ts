import type { Geometry, Position } from "geojson";
import { isSame, withoutRepeats } from "./align.ts";
import { crossing, shareOfCrossing } from "./crossing.ts";
import { segmentsOf } from "./segments.ts";

type Rings = Position[][];

/** The result of a cut: the geometries that replace the original, the largest first, or the reason for a refusal. */
export type Cut = { readonly geometries: Geometry[] } | { readonly refusal: "misses" | "meets-hole" | "not-inside" | "crosses-ring" };

/** Splits a line or an area along a drawn line. The parts that the line does not cross stay with the largest piece. */
export function splitBy(geometry: Geometry, line: readonly Position[]): Cut {
  if (geometry.type === "LineString" || geometry.type === "MultiLineString") {
    const lines = geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates;
    const parts = lines.map((one) => splitLine(one, line));
    if (parts.every((pieces) => pieces.length === 1)) return { refusal: "misses" };
    return { geometries: gather(parts, lengthOf).map((group) => lineOf(group, geometry.type)) };
  }
  if (geometry.type === "Polygon" || geometry.type === "MultiPolygon") {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    const parts = polygons.map((one) => splitPolygon(one, line));
    if (parts.includes("meets-hole")) return { refusal: "meets-hole" };
    const pieces = parts.filter((one) => one !== "meets-hole");
    if (pieces.every((one) => one.length === 1)) return { refusal: "misses" };
    return { geometries: gather(pieces, ([outer = []]) => areaOf(outer)).map((group) => polygonOf(group, geometry.type)) };
  }
  return { refusal: "misses" };
}

/** Cuts a hole into an area. */
export function withHole(geometry: Geometry, hole: readonly Position[]): Cut {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.type === "MultiPolygon" ? geometry.coordinates : [];
  const place = polygons.findIndex(
    ([outer = [], ...holes]) => hole.every((point) => isInside(point, outer)) && !holes.some((one) => hole.some((p) => isInside(p, one))),
  );
  const around = polygons[place];
  if (!around) return { refusal: "not-inside" };
  const swallows = around.slice(1).some((ring) => ring.some((corner) => isInside(corner, hole)));
  if (swallows || around.some((ring) => meets(ring, hole))) return { refusal: "crosses-ring" };
  const next = polygons.with(place, [...around, [...hole]]);
  return { geometries: [polygonOf(next, geometry.type)] };
}

/** The largest piece keeps the parts that were not cut; every other piece becomes a geometry of its own. */
function gather<T>(parts: readonly T[][], sizeOf: (piece: T) => number): T[][] {
  const cut = parts.filter((pieces) => pieces.length > 1).flat();
  const whole = parts.filter((pieces) => pieces.length === 1).flat();
  const [largest, ...others] = cut.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  return [...(largest ? [[largest, ...whole]] : []), ...others.map((piece) => [piece])];
}

const lineOf = (lines: Position[][], like: string): Geometry =>
  lines.length === 1 && lines[0] && like === "LineString"
    ? { type: "LineString", coordinates: lines[0] }
    : { type: "MultiLineString", coordinates: lines };
const polygonOf = (polygons: Rings[], like: string): Geometry =>
  polygons.length === 1 && polygons[0] && like === "Polygon"
    ? { type: "Polygon", coordinates: polygons[0] }
    : { type: "MultiPolygon", coordinates: polygons };

function splitLine(coordinates: readonly Position[], cuttingLine: readonly Position[]): Position[][] {
  const pieces: Position[][] = [];
  let current: Position[] = coordinates.slice(0, 1);
  for (const [a, b] of segmentsOf(coordinates)) {
    for (const at of crossings(a, b, cuttingLine)) {
      if (current.length === 1 && isSame(at, current[0])) continue;
      pieces.push([...current, at]);
      current = [at];
    }
    if (!isSame(b, current.at(-1))) current.push(b);
  }
  return current.length > 1 ? [...pieces, current] : pieces;
}

/** Positions where a–b crosses the cutting line, in order from a. */
function crossings(a: Position, b: Position, cuttingLine: readonly Position[]): Position[] {
  const found = segmentsOf(cuttingLine).flatMap(([c, d]) => {
    const share = shareOfCrossing(a, b, c, d);
    const at = share === undefined ? undefined : crossing(a, b, c, d);
    return share === undefined || !at ? [] : [{ share, at: at.map((degrees) => Math.round(degrees * 1e9) / 1e9) }];
  });
  return found.toSorted((one, two) => one.share - two.share).map(({ at }) => at);
}

/** Each stretch of the cutting line inside the area splits the piece that contains it. */
function splitPolygon(polygon: Rings, cuttingLine: readonly Position[]): Rings[] | "meets-hole" {
  const [outer = [], ...holes] = polygon;
  const stretches = stretchesInside(outer, cuttingLine);
  if (stretches.some((stretch) => holes.some((hole) => meets(hole, stretch)))) return "meets-hole";
  let pieces: Position[][] = [outer];
  for (const stretch of stretches) pieces = pieces.flatMap((ring) => splitRing(ring, stretch) ?? [ring]);
  return pieces.map((ring) => [ring, ...holes.filter(([corner]) => corner && isInside(corner, ring))]);
}

function stretchesInside(ring: readonly Position[], cuttingLine: readonly Position[]): Position[][] {
  const stretches: Position[][] = [];
  let current: Position[] | null = null;
  for (const [a, b] of segmentsOf(cuttingLine)) {
    for (const at of crossings(a, b, ring)) {
      if (current && current.length > 0) stretches.push([...current, at]);
      current = [at];
    }
    current?.push(b);
  }
  return stretches.filter((stretch) => {
    const [first] = segmentsOf(stretch);
    return first !== undefined && isInside(middleOf(first), ring);
  });
}

/** The two rings on either side of a stretch that goes from edge to edge; undefined when its ends are not on the ring, or when it follows the ring. */
function splitRing(ring: readonly Position[], stretch: readonly Position[]): [Position[], Position[]] | undefined {
  const [start] = stretch;
  const end = stretch.at(-1);
  if (!start || !end) return undefined;
  const from = edgeOf(ring, start);
  const to = edgeOf(ring, end);
  if (from < 0 || to < 0 || isSame(start, end)) return undefined;
  const open = ring.slice(0, -1);
  const count = open.length;
  const twice = [...open, ...open];
  /** The ring's corners after one edge up to another. */
  const walk = (first: number, last: number, isRound: boolean) => {
    const steps = isRound ? count : (last - first + count) % count;
    return twice.slice(first + 1, first + 1 + steps);
  };
  const corner = open[from];
  const isBehind = corner !== undefined && from === to && distance(corner, end) < distance(corner, start);
  const ahead = walk(to, from, from === to && !isBehind);
  const back = walk(from, to, isBehind);
  const rings: [Position[], Position[]] = [closed([...stretch, ...ahead]), closed([...stretch.toReversed(), ...back])];
  // A cut along the border would leave a piece without area, which no map draws.
  return rings.every((one) => one.length > 3 && areaOf(one) > 0) ? rings : undefined;
}

function closed(points: readonly Position[]): Position[] {
  const distinct = withoutRepeats(points);
  const [first] = distinct;
  return !first || isSame(first, distinct.at(-1)) ? distinct : [...distinct, first];
}

/** The edge that contains a point, allowing for rounding. */
function edgeOf(ring: readonly Position[], point: Position): number {
  return segmentsOf(ring).findIndex(([a, b]) => distance(a, point) + distance(point, b) - distance(a, b) < 1e-9);
}

const meets = (ring: readonly Position[], line: readonly Position[]) => segmentsOf(ring).some(([a, b]) => crossings(a, b, line).length > 0);
const distance = ([ax = 0, ay = 0]: Position, [bx = 0, by = 0]: Position) => Math.hypot(bx - ax, by - ay);
const middleOf = ([[ax = 0, ay = 0], [bx = 0, by = 0]]: [Position, Position]): Position => [(ax + bx) / 2, (ay + by) / 2];
const lengthOf = (line: readonly Position[]) => segmentsOf(line).reduce((sum, [a, b]) => sum + distance(a, b), 0);

function areaOf(ring: readonly Position[]): number {
  const twice = segmentsOf(ring).reduce((sum, [[ax = 0, ay = 0], [bx = 0, by = 0]]) => sum + ax * by - bx * ay, 0);
  return Math.abs(twice) / 2;
}

export function isInside([x = 0, y = 0]: Position, ring: readonly Position[]): boolean {
  let isIn = false;
  for (const [[ax = 0, ay = 0], [bx = 0, by = 0]] of segmentsOf(ring)) {
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isIn = !isIn;
  }
  return isIn;
}
