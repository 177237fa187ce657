/** A position, from any GeoJSON library. */
type Position = readonly number[];
type Other = "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "GeometryCollection";

/** GeoJSON of any kind, as far as it matters here. */
export type AnyShape =
  | { readonly type: "Polygon"; readonly coordinates: readonly (readonly Position[])[] }
  | { readonly type: "MultiPolygon"; readonly coordinates: readonly (readonly (readonly Position[])[])[] }
  | { readonly type: Other; readonly coordinates?: unknown };

/** Nearer positions count as the same: two centimetres, in degrees of latitude. Rounding between browser and database moves vertices less. */
const SAME_PLACE = 2e-7;
/** More faults would not help anyone. */
const MAX_FAULTS = 50;

type Ring = readonly Position[];

interface Part {
  readonly polygon: number;
  /** 0: the shell. */
  readonly index: number;
  readonly ring: Ring;
  readonly box: readonly [west: number, south: number, east: number, north: number];
}

interface Segment {
  readonly part: number;
  readonly index: number;
  readonly last: number;
  readonly a: Position;
  readonly b: Position;
}

/**
 * The places that make areas invalid (OGC 06-103r4): a ring crosses or touches itself, rings cross or share a border, a hole lies outside
 * its area, areas overlap, or touching rings cut an area in pieces. Rings that touch in single places are valid. Lines and points have no
 * faults. The browser and core-api both use it, so that they give one answer.
 *
 * @param geometry longitude, latitude (EPSG:4326); rings may repeat a position, as while a person draws
 * @returns at most 50 places
 */
export function shapeFaults(geometry: AnyShape | null): [number, number][] {
  const parts = partsOf(geometry);
  const faults = new Places();
  const touches: Touch[] = [];
  sweep(parts, (one, two) => {
    const [first, second] = [parts[one.part], parts[two.part]];
    if (!first || !second) return faults.isFull;
    if (first === second) faults.add(withinRing(one, two));
    else {
      const met = betweenRings(one, two);
      if (met.isFault) faults.add(met.at);
      else if (met.at) touches.push({ one: Math.min(one.part, two.part), two: Math.max(one.part, two.part), at: met.at });
    }
    return faults.isFull;
  });
  if (faults.found.length === 0) addNesting(parts, touches, faults);
  return faults.found;
}

/** The faults of a shape that it did not have before: what a person did not change is not theirs to mend. */
export function newFaults(geometry: AnyShape | null, before: AnyShape | null): [number, number][] {
  const found = shapeFaults(geometry);
  if (found.length === 0 || !before) return found;
  const known = shapeFaults(before);
  return found.filter((place) => !known.some((one) => isNear(one, place)));
}

interface Touch {
  readonly one: number;
  readonly two: number;
  readonly at: Position;
}

/** Distinct places, up to the limit. */
class Places {
  readonly found: [number, number][] = [];
  get isFull(): boolean {
    return this.found.length >= MAX_FAULTS;
  }
  add(place: Position | undefined): void {
    if (place && !this.isFull && !this.found.some((known) => known[0] === place[0] && known[1] === place[1]))
      this.found.push([x(place), y(place)]);
  }
}

function partsOf(geometry: AnyShape | null): Part[] {
  const polygons = geometry?.type === "Polygon" ? [geometry.coordinates] : geometry?.type === "MultiPolygon" ? geometry.coordinates : [];
  return polygons.flatMap((rings, polygon) =>
    rings.map((all, index): Part => {
      const ring = all.filter((place, at) => at === 0 || place[0] !== all[at - 1]?.[0] || place[1] !== all[at - 1]?.[1]);
      const [xs, ys] = [ring.map(x), ring.map(y)];
      const least = (values: number[]) => values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
      const most = (values: number[]) => values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
      return { polygon, index, ring, box: [least(xs), least(ys), most(xs), most(ys)] };
    }),
  );
}

const x = (place: Position | undefined) => place?.[0] ?? 0;
const y = (place: Position | undefined) => place?.[1] ?? 0;
const isNear = (a: Position, b: Position) => Math.hypot(x(a) - x(b), y(a) - y(b)) <= SAME_PLACE;

/** Compares the segments whose extents overlap, from west to east. `meet` returns true to stop. */
function sweep(parts: readonly Part[], meet: (one: Segment, two: Segment) => boolean): void {
  const segments = parts.flatMap(({ ring }, part) =>
    ring.slice(1).map((b, index): Segment => ({ part, index, last: ring.length - 2, a: ring[index] ?? b, b })),
  );
  const west = ({ a, b }: Segment) => Math.min(x(a), x(b));
  const east = ({ a, b }: Segment) => Math.max(x(a), x(b));
  const sorted = segments.toSorted((one, two) => west(one) - west(two));
  for (const [place, one] of sorted.entries()) {
    const limit = east(one) + SAME_PLACE;
    for (let next = place + 1; next < sorted.length; next++) {
      const two = sorted[next];
      if (!two || west(two) > limit) break;
      const areApart =
        Math.min(y(two.a), y(two.b)) > Math.max(y(one.a), y(one.b)) + SAME_PLACE ||
        Math.max(y(two.a), y(two.b)) < Math.min(y(one.a), y(one.b)) - SAME_PLACE;
      if (!areApart && meet(one, two)) return;
    }
  }
}

const turn = (a: Position, b: Position, c: Position) => (x(b) - x(a)) * (y(c) - y(a)) - (y(b) - y(a)) * (x(c) - x(a));

/** Where two segments of one ring meet although they are not neighbours, or neighbours that lie on one another. */
function withinRing(one: Segment, two: Segment): Position | undefined {
  const [first, second] = one.index < two.index ? [one, two] : [two, one];
  const isWrap = first.index === 0 && second.index === first.last;
  if (second.index - first.index > 1 && !isWrap) return meeting(first, second) ?? overlapOf(first, second);
  const [before, corner, after] = isWrap ? [second.a, first.a, first.b] : [first.a, first.b, second.b];
  const turnsBack = (x(before) - x(corner)) * (x(after) - x(corner)) + (y(before) - y(corner)) * (y(after) - y(corner)) > 0;
  return turnsBack && turn(before, corner, after) === 0 ? corner : undefined;
}

/** The position where two segments meet, ends included; undefined when they do not meet, or are parallel. */
function meeting({ a, b }: Segment, { a: c, b: d }: Segment): Position | undefined {
  const whole = (x(b) - x(a)) * (y(d) - y(c)) - (y(b) - y(a)) * (x(d) - x(c));
  if (whole === 0) return undefined;
  const along = ((x(c) - x(a)) * (y(d) - y(c)) - (y(c) - y(a)) * (x(d) - x(c))) / whole;
  const across = ((x(c) - x(a)) * (y(b) - y(a)) - (y(c) - y(a)) * (x(b) - x(a))) / whole;
  if (along < 0 || along > 1 || across < 0 || across > 1) return undefined;
  return [x(a) + along * (x(b) - x(a)), y(a) + along * (y(b) - y(a))];
}

/** Ends of each segment that lie on the other one. */
function endsOn({ a, b }: Segment, { a: c, b: d }: Segment): Position[] {
  return [...[c, d].filter((place) => isOn(place, a, b)), ...[a, b].filter((place) => isOn(place, c, d))];
}

function isOn(place: Position, a: Position, b: Position): boolean {
  const [dx, dy] = [x(b) - x(a), y(b) - y(a)];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x(place) - x(a)) * dx + (y(place) - y(a)) * dy) / length));
  return isNear(place, [x(a) + share * dx, y(a) + share * dy]);
}

/** The beginning of a border that two segments share; undefined when they meet in one place at most. */
function overlapOf(one: Segment, two: Segment): Position | undefined {
  const ends = endsOn(one, two);
  const [first] = ends;
  return first && ends.some((end) => Math.hypot(x(end) - x(first), y(end) - y(first)) > 2 * SAME_PLACE) ? first : undefined;
}

function betweenRings(one: Segment, two: Segment): { readonly at: Position | undefined; readonly isFault: boolean } {
  const overlap = overlapOf(one, two);
  if (overlap) return { at: overlap, isFault: true };
  const [touch] = endsOn(one, two);
  return touch ? { at: touch, isFault: false } : { at: meeting(one, two), isFault: true };
}

/** What rings that do not cross are to one another: a hole must be in its shell, and nothing else in anything. */
function addNesting(parts: readonly Part[], touches: readonly Touch[], faults: Places): void {
  for (const [two, part] of parts.entries()) {
    for (const [one, other] of parts.entries()) {
      const isHole = other.polygon === part.polygon && other.index === 0 && part.index > 0;
      const areOfOne = other.polygon === part.polygon;
      if (one === two || (areOfOne && !isHole && (other.index === 0 || part.index === 0))) continue;
      if (!areOfOne && (part.index > 0 || other.index > 0)) continue;
      const sides = boxesMeet(part, other) ? sidesOf(part.ring, other.ring) : { inside: 0, outside: 1 };
      const met = touches.find((touch) => touch.one === Math.min(one, two) && touch.two === Math.max(one, two));
      // Rings that pass through one another at a corner have no segments that cross.
      if (sides.inside > 0 && sides.outside > 0) faults.add(met?.at ?? part.ring[0]);
      else if (isHole) faults.add(sides.outside > 0 ? part.ring[0] : undefined);
      else if (areOfOne) faults.add(sides.inside > 0 ? part.ring[0] : undefined);
      else if (sides.inside > 0 && !isInHole(part, other, parts)) faults.add(part.ring[0]);
    }
  }
  addCuts(parts, touches, faults);
}

const boxesMeet = ({ box: a }: Part, { box: b }: Part) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

/** Whether an area lies in a hole of the area around it. */
function isInHole(part: Part, around: Part, parts: readonly Part[]): boolean {
  return parts.some((hole) => hole.polygon === around.polygon && hole.index > 0 && sidesOf(part.ring, hole.ring).outside === 0);
}

/** How many corners and middles of a ring's sides lie clearly inside another ring, and outside it. */
function sidesOf(ring: Ring, other: Ring): { inside: number; outside: number } {
  let [inside, outside] = [0, 0];
  for (const [index, to] of ring.slice(1).entries()) {
    const from = ring[index] ?? to;
    const middle: Position = [(x(from) + x(to)) / 2, (y(from) + y(to)) / 2];
    for (const place of [to, middle]) {
      if (other.slice(1).some((end, at) => isOn(place, other[at] ?? end, end))) continue;
      if (isInside(place, other)) inside++;
      else outside++;
    }
  }
  return { inside, outside };
}

function isInside(place: Position, ring: Ring): boolean {
  let isIn = false;
  for (const [index, b] of ring.slice(1).entries()) {
    const a = ring[index] ?? b;
    if (y(a) > y(place) !== y(b) > y(place) && x(place) < ((x(b) - x(a)) * (y(place) - y(a))) / (y(b) - y(a)) + x(a)) isIn = !isIn;
  }
  return isIn;
}

/** Rings of one area may touch, but not so that they close a circle, which would cut the area in pieces. */
function addCuts(parts: readonly Part[], touches: readonly Touch[], faults: Places): void {
  const groups = new Map<string, string>();
  const rootOf = (name: string): string => {
    const up = groups.get(name) ?? name;
    return up === name ? name : rootOf(up);
  };
  const places: { at: Position; rings: Set<number> }[] = [];
  for (const { one, two, at } of touches) {
    if (parts[one]?.polygon !== parts[two]?.polygon) continue;
    const known = places.find((place) => isNear(place.at, at));
    if (known) known.rings.add(one).add(two);
    else places.push({ at, rings: new Set([one, two]) });
  }
  for (const [index, { at, rings }] of places.entries()) {
    for (const ring of rings) {
      const [here, there] = [rootOf(`place ${index}`), rootOf(`ring ${ring}`)];
      if (here === there) faults.add(at);
      groups.set(here, there);
    }
  }
}
