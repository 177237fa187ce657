import { middleOf, onlyRing, turnsOnce } from "./star-ring.ts";
import { WkbError, WkbReader } from "./wkb.ts";

const [LINE_STRING, POLYGON, MULTI_LINE_STRING, MULTI_POLYGON] = [2, 3, 5, 6];
/** Geometries with more corners or rings are left to PostGIS, so that this test stays fast. */
const MAX_POSITIONS = 5_000;
const MAX_RINGS = 200;
/** Most pairs of segments to compare for each segment, on average. */
const MAX_PAIRS_EACH = 50;
/** Bound of the error of `turn`, relative to the size of its terms (J. R. Shewchuk, Adaptive Precision Floating-Point Arithmetic, 1997). */
const TURN_ERROR = (3 + 16 * Number.EPSILON) * (Number.EPSILON / 2);
/** Much larger than the rounding error of a product of differences. */
const DOT_ERROR = 16 * Number.EPSILON;
/** Below this, products lose digits and the bounds above do not hold. */
const TINY = 1e-280;

/** Corners of the current rings; reused, so that a geometry allocates nothing. */
const xs = new Float64Array(MAX_POSITIONS);
const ys = new Float64Array(MAX_POSITIONS);
/** For the first segment of each ring, its last one; -1 for the others. */
const lasts = new Int32Array(MAX_POSITIONS);
/** With fewer segments than this, they are compared without sorting. */
const UNSORTED = 40;

/**
 * Whether a geometry is certainly valid (OGC 06-103r4), so that PostGIS need not check it: lines with two different positions; polygons with
 * simple rings that do not touch one another and are nested correctly. False means unknown: PostGIS must decide. Signs that rounding may have
 * changed count as unknown, so that the result is never true for an invalid geometry.
 *
 * @param ewkb finite coordinates, or a reader at their beginning; checked in the plane, heights are ignored
 */
export function isPlainlyValid(ewkb: Uint8Array | WkbReader): boolean {
  try {
    const reader = ewkb instanceof WkbReader ? ewkb : new WkbReader(ewkb);
    if (isStar(reader)) return true;
    const { code, littleEndian, hasM, hasZ } = reader.header();
    if (!littleEndian || hasM) return false;
    const step = hasZ ? 24 : 16;
    if (code === LINE_STRING) return isLine(reader, step);
    if (code === POLYGON) return arePolygons(reader, 1, step, () => true);
    if (code !== MULTI_LINE_STRING && code !== MULTI_POLYGON) return false;
    const members = reader.count(true, 5);
    const begin = () => {
      const member = reader.header();
      return member.code === code - 3 && member.littleEndian && !member.hasM && member.hasZ === hasZ;
    };
    if (code === MULTI_POLYGON) return arePolygons(reader, members, step, begin);
    for (let member = 0; member < members; member++) if (!begin() || !isLine(reader, step)) return false;
    return members > 0;
  } catch (error) {
    if (error instanceof WkbError) return false;
    throw error;
  }
}

/** Products of larger differences could overflow. */
const LARGE = 1e70;

/** Whether it is one ring around its middle, like most parcels and houses: a test that takes one pass. The reader is at the beginning again. */
function isStar(reader: WkbReader): boolean {
  const { offset } = reader;
  const ring = onlyRing(reader);
  reader.offset = offset;
  if (ring === null) return false;
  const [x, y] = middleOf(ring);
  return turnsOnce(ring, x, y, LARGE);
}

/** Whether a line has two different positions. */
function isLine(reader: WkbReader, step: number): boolean {
  const count = reader.count(true, step);
  const start = reader.take(count * step);
  const { view } = reader;
  if (count < 2) return false;
  const x = view.getFloat64(start, true);
  const y = view.getFloat64(start + 8, true);
  for (let at = start + step; at < start + count * step; at += step)
    if (view.getFloat64(at, true) !== x || view.getFloat64(at + 8, true) !== y) return true;
  return false;
}

interface Ring {
  /** Index range of its corners in xs and ys; the last corner repeats the first. */
  start: number;
  end: number;
  polygon: number;
  isShell: boolean;
}

function arePolygons(reader: WkbReader, polygons: number, step: number, begin: () => boolean): boolean {
  const rings: Ring[] = [];
  let used = 0;
  for (let polygon = 0; polygon < polygons; polygon++) {
    if (!begin()) return false;
    const count = reader.count(true, 4);
    if (count === 0 || rings.length + count > MAX_RINGS) return false;
    for (let ring = 0; ring < count; ring++) {
      const positions = reader.count(true, step);
      let at = reader.take(positions * step);
      if (positions < 4 || used + positions > MAX_POSITIONS) return false;
      const start = used;
      for (let position = 0; position < positions; position++, at += step) {
        xs[used] = reader.view.getFloat64(at, true);
        ys[used++] = reader.view.getFloat64(at + 8, true);
      }
      if (xs[start] !== xs[used - 1] || ys[start] !== ys[used - 1]) return false;
      rings.push({ start, end: used, polygon, isShell: ring === 0 });
    }
  }
  if (rings.length === 0 || !rings.every(turnsOnly)) return false;
  return areApart(rings) && areInPlace(rings);
}

/** Twice the area of the triangle, or 0 when rounding may have changed its sign. */
function turn(a: number, b: number, c: number): number {
  const left = (at(xs, a) - at(xs, c)) * (at(ys, b) - at(ys, c));
  const right = (at(ys, a) - at(ys, c)) * (at(xs, b) - at(xs, c));
  const area = left - right;
  return Math.abs(area) > TURN_ERROR * (Math.abs(left) + Math.abs(right)) + TINY ? area : 0;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? Number.NaN;
}

/** No segment is a point, and no segment runs back over the previous one. */
function turnsOnly({ start, end }: Ring): boolean {
  for (let corner = start + 1; corner < end; corner++) {
    const before = corner - 1;
    const after = corner + 1 < end ? corner + 1 : start + 1;
    if (turn(before, corner, after) !== 0) continue;
    const along = (at(xs, corner) - at(xs, before)) * (at(xs, after) - at(xs, corner));
    const aside = (at(ys, corner) - at(ys, before)) * (at(ys, after) - at(ys, corner));
    // Straight on, or nearly.
    if (!(along + aside > DOT_ERROR * (Math.abs(along) + Math.abs(aside)) + TINY)) return false;
  }
  return true;
}

/** No two segments meet, except neighbours in a ring at their common corner. A segment is identified by its first corner. */
function areApart(rings: readonly Ring[]): boolean {
  const segments: number[] = [];
  for (const { start, end } of rings) {
    for (let segment = start; segment < end - 1; segment++) {
      segments.push(segment);
      lasts[segment] = -1;
    }
    lasts[start] = end - 2;
  }
  const isSorted = segments.length > UNSORTED;
  if (isSorted) segments.sort((a, b) => west(a) - west(b));
  let pairs = MAX_PAIRS_EACH * segments.length;
  for (let first = 0; first < segments.length; first++) {
    const a = segments[first] ?? 0;
    const left = Math.min(at(xs, a), at(xs, a + 1));
    const right = Math.max(at(xs, a), at(xs, a + 1));
    const south = Math.min(at(ys, a), at(ys, a + 1));
    const north = Math.max(at(ys, a), at(ys, a + 1));
    for (let second = first + 1; second < segments.length; second++) {
      const b = segments[second] ?? 0;
      if (isSorted && west(b) > right) break;
      if (--pairs < 0) return false;
      if (at(xs, b) > right && at(xs, b + 1) > right) continue;
      if (at(xs, b) < left && at(xs, b + 1) < left) continue;
      if (at(ys, b) > north && at(ys, b + 1) > north) continue;
      if (at(ys, b) < south && at(ys, b + 1) < south) continue;
      if (!areNeighbours(a, b) && !isApart(a, b)) return false;
    }
  }
  return true;
}

function west(segment: number): number {
  return Math.min(at(xs, segment), at(xs, segment + 1));
}

/**
 * Whether two segments of a ring are neighbours: consecutive, or the last and the first one. The last corner of a ring begins no segment,
 * so consecutive numbers are always in one ring.
 */
function areNeighbours(a: number, b: number): boolean {
  const low = Math.min(a, b);
  const high = Math.max(a, b);
  return high === low + 1 || lasts[low] === high;
}

/** Both ends of one segment are certainly on the same side of the other. */
function isApart(a: number, b: number): boolean {
  return turn(a, a + 1, b) * turn(a, a + 1, b + 1) > 0 || turn(b, b + 1, a) * turn(b, b + 1, a + 1) > 0;
}

/** Each hole is in the shell of its polygon and in no other hole, and no shell is in another shell. Rings do not meet, so one corner decides. */
function areInPlace(rings: readonly Ring[]): boolean {
  if (rings.length === 1) return true;
  for (const ring of rings) {
    for (const other of rings) {
      if (ring === other) continue;
      if (ring.polygon === other.polygon) {
        const isWanted = !ring.isShell && other.isShell;
        if ((!ring.isShell || !other.isShell) && contains(other, ring.start) !== (isWanted ? "yes" : "no")) return false;
      } else if (ring.isShell && other.isShell && contains(other, ring.start) !== "no") return false;
    }
  }
  return true;
}

/** Whether a corner of another ring is inside this one, by the segments that a ray to the east crosses. */
function contains({ start, end }: Ring, corner: number): "yes" | "no" | "unsure" {
  const y = at(ys, corner);
  let isInside = false;
  for (let segment = start; segment < end - 1; segment++) {
    const isAbove = at(ys, segment) > y;
    if (isAbove === at(ys, segment + 1) > y) continue;
    const side = turn(segment, segment + 1, corner);
    if (side === 0) return "unsure";
    // The ray crosses a segment going up when the corner is on its left, and one going down when it is on its right.
    if (side > 0 === !isAbove) isInside = !isInside;
  }
  return isInside ? "yes" : "no";
}
