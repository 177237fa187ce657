import type { Position } from "geojson";
import { segmentsOf } from "./segments.ts";

/** Nearer positions count as the same: two centimetres, in degrees of latitude. Rounding between browser and database moves vertices less. */
export const SAME_PLACE = 2e-7;

type Ring = readonly Position[];

/**
 * Makes shared borders of polygons identical segments: vertices within two centimetres of a vertex of an earlier polygon become that vertex,
 * and edges gain the vertices of others that are on them. Without it, a union leaves slivers along borders that only look shared.
 */
export function aligned(polygons: readonly (readonly Ring[])[]): Position[][][] {
  const [, latitude = 0] = polygons[0]?.[0]?.[0] ?? [];
  const near = nearness(latitude);
  const known = new Map<string, Position[]>();
  const welded = polygons.map((rings) => {
    const next = rings.map((ring) => withoutRepeats(ring.map((place) => knownAt(known, place, near) ?? place)));
    // Registered only when complete, so that vertices of one polygon are never snapped to each other.
    for (const place of next.flat()) if (!knownAt(known, place, near)) remember(known, place);
    return next.filter((ring) => ring.length > 3);
  });
  return welded.map((rings, index) => {
    const others = welded.flatMap((polygon, other) => (other === index ? [] : polygon.flat())).toSorted((a, b) => x(a) - x(b));
    return rings.map((ring) => ringWith(ring, others, near));
  });
}

/** The registered position that counts as the same; undefined without one. */
function knownAt(known: ReadonlyMap<string, Position[]>, place: Position, near: Nearness): Position | undefined {
  const [column, row] = cellOf(place);
  for (const dx of [0, -1, 1]) {
    for (const dy of [0, -1, 1]) {
      const found = known.get(`${column + dx} ${row + dy}`)?.find((one) => near(one, place) <= SAME_PLACE);
      if (found) return found;
    }
  }
  return undefined;
}

/** Degrees of longitude are shorter than those of latitude: a cell is wide enough up to 84° north and south. */
const cellOf = (place: Position): [number, number] => [Math.floor(x(place) / (SAME_PLACE * 10)), Math.floor(y(place) / SAME_PLACE)];

function remember(known: Map<string, Position[]>, place: Position): void {
  const cell = cellOf(place).join(" ");
  const there = known.get(cell);
  if (there) there.push(place);
  else known.set(cell, [place]);
}

/** The ring, with those places that are on its edges added as vertices. @param places from west to east */
function ringWith(ring: Ring, places: readonly Position[], near: Nearness): Position[] {
  const next: Position[] = ring.slice(0, 1);
  for (const [a, b] of segmentsOf(ring)) {
    const west = Math.min(x(a), x(b)) - SAME_PLACE * 10;
    const east = Math.max(x(a), x(b)) + SAME_PLACE * 10;
    const onEdge: { share: number; place: Position }[] = [];
    for (let at = firstFrom(places, west); at < places.length; at++) {
      const place = places[at];
      if (!place || x(place) > east) break;
      if (near(place, a) <= SAME_PLACE || near(place, b) <= SAME_PLACE) continue;
      const share = shareOn(a, b, place, near);
      const foot = [x(a) + share * (x(b) - x(a)), y(a) + share * (y(b) - y(a))];
      if (share > 0 && share < 1 && near(place, foot) <= SAME_PLACE) onEdge.push({ share, place });
    }
    next.push(...onEdge.toSorted((one, two) => one.share - two.share).map(({ place }) => place), b);
  }
  return withoutRepeats(next);
}

function firstFrom(places: readonly Position[], west: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const place = places[middle];
    if (place && x(place) < west) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Nearness = ((a: Position, b: Position) => number) & { readonly stretch: number };

/** The distance of two positions in degrees of latitude. Planar, which is exact enough within one feature. */
export function nearness(latitude: number): Nearness {
  const stretch = Math.cos((latitude * Math.PI) / 180);
  return Object.assign((a: Position, b: Position) => Math.hypot((x(a) - x(b)) * stretch, y(a) - y(b)), { stretch });
}

/** The share of a–b, 0…1, at which it is nearest to p. */
function shareOn(a: Position, b: Position, p: Position, { stretch }: Nearness): number {
  const [dx, dy] = [(x(b) - x(a)) * stretch, y(b) - y(a)];
  const length = dx ** 2 + dy ** 2;
  return length === 0 ? 0 : Math.min(1, Math.max(0, ((x(p) - x(a)) * stretch * dx + (y(p) - y(a)) * dy) / length));
}

export const withoutRepeats = (line: Ring): Position[] => line.filter((place, index) => index === 0 || !isSame(place, line[index - 1]));
export const isSame = (a: Position, b: Position | undefined) => a[0] === b?.[0] && a[1] === b?.[1];
const x = (place: Position) => place[0] ?? 0;
const y = (place: Position) => place[1] ?? 0;
