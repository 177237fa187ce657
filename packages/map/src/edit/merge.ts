import { shapeFaults } from "@archipel/geo/shape-faults.ts";
import type { Geometry, MultiLineString, MultiPoint, MultiPolygon, Position } from "geojson";
import { union } from "polyclip-ts";
import { aligned, isSame, nearness, SAME_PLACE, withoutRepeats } from "./align.ts";
import { segmentsOf } from "./segments.ts";

/**
 * The result of merging features, or the reason for a refusal: they mix points, lines and areas (`kinds`), cannot be
 * drawn (`collection`), one crosses itself (`faulty`), or they do not touch and the layer allows one part only (`apart`).
 */
export type Merged = { readonly geometry: Geometry } | { readonly refusal: "kinds" | "collection" | "faulty" | "apart" };

/**
 * Merges geometries, in the order in which they were chosen: areas are united, lines joined end to end where exactly two meet,
 * points collected. Geometries that do not touch become parts of one geometry if the layer allows parts.
 *
 * @param geometries longitude, latitude; heights are dropped
 * @param takesParts whether the layer allows geometries of several parts
 */
export function mergedGeometry(geometries: readonly Geometry[], takesParts: boolean): Merged {
  const parts = geometries.map(partsOf);
  const [first] = parts;
  if (!first || parts.some((one) => one === null)) return { refusal: "collection" };
  const isPlain = !geometries[0]?.type.startsWith("Multi");
  const points = parts.flatMap((one) => (one?.type === "MultiPoint" ? [one] : []));
  const lines = parts.flatMap((one) => (one?.type === "MultiLineString" ? [one] : []));
  const areas = parts.flatMap((one) => (one?.type === "MultiPolygon" ? [one] : []));
  const kind = [points, lines, areas].find((one) => one.length > 0);
  if (kind?.length !== parts.length) return { refusal: "kinds" };
  if (areas.some((one) => shapeFaults(one).length > 0)) return { refusal: "faulty" };
  const merged: MultiPoint | MultiLineString | MultiPolygon =
    points.length > 0 ? collectedPoints(points) : lines.length > 0 ? joinedLines(lines) : united(areas);
  const [only, ...others] = merged.coordinates;
  if (others.length > 0 && !takesParts) return { refusal: "apart" };
  return { geometry: only && isPlain && others.length === 0 ? single(merged) : merged };
}

type Multi = MultiPoint | MultiLineString | MultiPolygon;

/** The parts of a geometry, without heights; null for a collection. */
function partsOf(geometry: Geometry): Multi | null {
  const flat = (place: Position): Position => place.slice(0, 2);
  switch (geometry.type) {
    case "Point":
      return { type: "MultiPoint", coordinates: [flat(geometry.coordinates)] };
    case "MultiPoint":
      return { type: "MultiPoint", coordinates: geometry.coordinates.map(flat) };
    case "LineString":
      return { type: "MultiLineString", coordinates: [geometry.coordinates.map(flat)] };
    case "MultiLineString":
      return { type: "MultiLineString", coordinates: geometry.coordinates.map((line) => line.map(flat)) };
    case "Polygon":
      return { type: "MultiPolygon", coordinates: [geometry.coordinates.map((ring) => ring.map(flat))] };
    case "MultiPolygon":
      return { type: "MultiPolygon", coordinates: geometry.coordinates.map((rings) => rings.map((ring) => ring.map(flat))) };
    default:
      return null;
  }
}

function single(multi: Multi): Geometry {
  if (multi.type === "MultiPoint") return { type: "Point", coordinates: multi.coordinates[0] ?? [] };
  if (multi.type === "MultiLineString") return { type: "LineString", coordinates: multi.coordinates[0] ?? [] };
  return { type: "Polygon", coordinates: multi.coordinates[0] ?? [] };
}

/** Collects points, each place once. */
function collectedPoints(points: readonly MultiPoint[]): MultiPoint {
  const places = points.flatMap(({ coordinates }) => coordinates);
  const near = nearness(places[0]?.[1] ?? 0);
  const distinct = places.filter((place, index) => !places.slice(0, index).some((earlier) => near(earlier, place) <= SAME_PLACE));
  return { type: "MultiPoint", coordinates: distinct };
}

function united(areas: readonly MultiPolygon[]): MultiPolygon {
  const [first, ...others] = aligned(areas.flatMap(({ coordinates }) => coordinates));
  if (!first) return { type: "MultiPolygon", coordinates: [] };
  const polygons = union([pairs(first)], ...others.map((polygon) => [pairs(polygon)]));
  const rounded = polygons.map((rings) => rings.map((ring) => withoutRepeats(ring.map(round))).filter(isBroad));
  return { type: "MultiPolygon", coordinates: rounded.filter((rings) => rings.length > 0) };
}

const pairs = (rings: readonly (readonly Position[])[]) =>
  rings.map((ring) => ring.map(([lon = 0, lat = 0]): [number, number] => [lon, lat]));
const round = (place: Position): Position => place.map((degrees) => Math.round(degrees * 1e9) / 1e9);

/** Whether a ring is more than a gap left by rounding: wider than two positions that count as the same. */
function isBroad(ring: readonly Position[]): boolean {
  const sides = segmentsOf(ring);
  const twice = sides.reduce((sum, [[ax = 0, ay = 0], [bx = 0, by = 0]]) => sum + ax * by - bx * ay, 0);
  const round = sides.reduce((sum, [[ax = 0, ay = 0], [bx = 0, by = 0]]) => sum + Math.hypot(bx - ax, by - ay), 0);
  return Math.abs(twice) > SAME_PLACE * round;
}

/** Joins lines where the ends of exactly two of them meet; where three meet, the continuation is ambiguous. */
function joinedLines(lines: readonly MultiLineString[]): MultiLineString {
  let chains = withEqualEnds(lines.flatMap(({ coordinates }) => coordinates)).filter((line) => line.length > 1);
  for (;;) {
    const pair = pairToJoin(chains);
    if (!pair) return { type: "MultiLineString", coordinates: chains };
    const { one, two } = pair;
    chains = chains.with(one.index, chain(one.line, two.line)).toSpliced(two.index, 1);
  }
}

/** Makes line ends that count as the same place exactly equal. */
function withEqualEnds(lines: readonly Position[][]): Position[][] {
  const near = nearness(lines[0]?.[0]?.[1] ?? 0);
  const ends: Position[] = [];
  const endAt = (place: Position) => {
    const known = ends.find((one) => near(one, place) <= SAME_PLACE);
    if (!known) ends.push(place);
    return known ?? place;
  };
  return lines.map((line) => withoutRepeats(line.map((place, index) => (index === 0 || index === line.length - 1 ? endAt(place) : place))));
}

interface LineEnd {
  readonly index: number;
  readonly line: readonly Position[];
  readonly at: Position;
}

function pairToJoin(chains: readonly Position[][]): { one: LineEnd; two: LineEnd } | undefined {
  const ends = chains.flatMap((line, index) => [line[0], line.at(-1)].flatMap((at): LineEnd[] => (at ? [{ index, line, at }] : [])));
  for (const one of ends) {
    const meeting = ends.filter((end) => isSame(end.at, one.at));
    const two = meeting.find((end) => end.index > one.index);
    if (meeting.length === 2 && two) return { one, two };
  }
  return undefined;
}

/** Joins two lines that share an end into one, in the first one's direction. */
function chain(first: readonly Position[], second: readonly Position[]): Position[] {
  const [start] = first;
  const end = first.at(-1);
  if (end && isSame(end, second[0])) return [...first, ...second.slice(1)];
  if (end && isSame(end, second.at(-1))) return [...first, ...second.toReversed().slice(1)];
  if (start && isSame(start, second.at(-1))) return [...second, ...first.slice(1)];
  return [...second.toReversed(), ...first.slice(1)];
}
