import { EdgeList, turn } from "./edge-list.ts";
import type { RingList } from "./ring-list.ts";

/** Largest error of a coordinate's rounding, twice: of two rings. */
const ROUNDING = Math.SQRT2;
/** With more pairs of rings than this to compare, the rings count as doubtful. */
const MAX_PAIRS = 1_000_000;

/**
 * Most features are one ring of a few positions; up to this number its edges are compared each with each. The search of `EdgeList` gives the same
 * answer, but takes a third longer or more for so few.
 */
const SMALL = 20;

const edges = new EdgeList();
const west = new Int32Array(SMALL);
const east = new Int32Array(SMALL);
const low = new Int32Array(SMALL);
const high = new Int32Array(SMALL);
/** The edge that follows each edge in its ring. */
let nexts = new Int32Array(1024);
/** Of each ring: its box. */
let boxes = new Int32Array(256);

/**
 * Whether the rings of a feature certainly form valid polygons (OGC 06-103r4): no ring touches itself or another one, no edge runs back, and
 * each ring is where it belongs. The arithmetic is exact. True also when there are too many edges to compare, and the rings then stay as they are; false when too many thin rings are.
 *
 * @param tolerance how far the simplification may have moved an edge: only rings thinner than what it moved can have left their place
 */
export function areRingsPlain(rings: RingList, tolerance: number): boolean {
  if (rings.length === 1 && isStar(rings)) return true;
  if (!turnsOnly(rings)) return false;
  if (rings.length === 1 && rings.positions <= SMALL) return isSmallPlain(rings.positions);
  const search = edges.eachMeeting(isContact);
  if (search !== "done") return search === "too-dear";
  return rings.length === 1 || areInPlace(rings, 2 * tolerance + ROUNDING);
}

/** Whether a ring runs once around the mean of its corners, always onwards, and so cannot meet itself: true of most buildings and parcels. */
function isStar({ x, y, positions }: RingList): boolean {
  let sumX = 0;
  let sumY = 0;
  for (let at = 0; at < positions; at++) {
    sumX += x[at] as number;
    sumY += y[at] as number;
  }
  const middleX = Math.round(sumX / positions);
  const middleY = Math.round(sumY / positions);
  let ax = (x[positions - 1] as number) - middleX;
  let ay = (y[positions - 1] as number) - middleY;
  let risings = 0;
  for (let at = 0; at < positions; at++) {
    const bx = (x[at] as number) - middleX;
    const by = (y[at] as number) - middleY;
    // A shell is listed clockwise on screen.
    if (ax * by - ay * bx <= 0) return false;
    if (ay <= 0 && by > 0) risings++;
    ax = bx;
    ay = by;
  }
  return risings === 1;
}

/** Lists the edges. False when one is a point, or runs back over the one before. */
function turnsOnly({ x, y, starts, length }: RingList): boolean {
  const positions = starts[length] as number;
  edges.reserve(positions);
  if (positions > nexts.length) nexts = new Int32Array(edges.ax.length);
  const { ax, ay, bx, by } = edges;
  edges.length = positions;
  for (let ring = 0; ring < length; ring++) {
    const start = starts[ring] as number;
    const end = starts[ring + 1] as number;
    let fromX = x[end - 1] as number;
    let fromY = y[end - 1] as number;
    let atX = x[start] as number;
    let atY = y[start] as number;
    for (let at = start; at < end; at++) {
      const next = at + 1 < end ? at + 1 : start;
      const toX = x[next] as number;
      const toY = y[next] as number;
      const dx = atX - fromX;
      const dy = atY - fromY;
      const ex = toX - atX;
      const ey = toY - atY;
      if (dx * ey === dy * ex && dx * ex + dy * ey <= 0) return false;
      ax[at] = atX;
      ay[at] = atY;
      bx[at] = toX;
      by[at] = toY;
      nexts[at] = next;
      fromX = atX;
      fromY = atY;
      atX = toX;
      atY = toY;
    }
  }
  return true;
}

function isSmallPlain(length: number): boolean {
  const { ax, ay, bx, by } = edges;
  for (let edge = 0; edge < length; edge++) {
    const px = ax[edge] as number;
    const py = ay[edge] as number;
    const qx = bx[edge] as number;
    const qy = by[edge] as number;
    west[edge] = Math.min(px, qx);
    east[edge] = Math.max(px, qx);
    low[edge] = Math.min(py, qy);
    high[edge] = Math.max(py, qy);
    // Neighbours are known to meet only at their corner.
    const last = edge - 2;
    for (let other = edge + 1 === length ? 1 : 0; other <= last; other++) {
      if ((west[other] as number) > (east[edge] as number) || (east[other] as number) < (west[edge] as number)) continue;
      if ((low[other] as number) > (high[edge] as number) || (high[other] as number) < (low[edge] as number)) continue;
      if (isContact(edge, other)) return false;
    }
  }
  return true;
}

/** Whether two edges have a common position, other than neighbours their corner. */
function isContact(first: number, second: number): boolean {
  if (nexts[first] === second || nexts[second] === first) return false;
  const { ax, ay, bx, by } = edges;
  const px = ax[first] as number;
  const py = ay[first] as number;
  const qx = bx[first] as number;
  const qy = by[first] as number;
  const rx = ax[second] as number;
  const ry = ay[second] as number;
  const sx = bx[second] as number;
  const sy = by[second] as number;
  if (turn(px, py, qx, qy, rx, ry) * turn(px, py, qx, qy, sx, sy) > 0) return false;
  return turn(rx, ry, sx, sy, px, py) * turn(rx, ry, sx, sy, qx, qy) <= 0;
}

/**
 * Whether thin rings that touch no other are in their place: a hole in one shell more than in holes, a shell in as many. A ring moved by
 * `moved` at most stays where it was when its area exceeds the product of its length and `moved`, since it has a place farther from its edge.
 */
function areInPlace(rings: RingList, moved: number): boolean {
  const { x, y, starts, holes, length } = rings;
  if (length * 4 > boxes.length) boxes = new Int32Array(length * 8);
  let isBoxed = false;
  let pairs = 0;
  for (let ring = 0; ring < length; ring++) {
    if (!isThin(rings, ring, moved)) continue;
    if (!isBoxed) for (let other = 0; other < length; other++) boxRing(rings, other);
    isBoxed = true;
    pairs += length;
    if (pairs > MAX_PAIRS) return false;
    const px = x[starts[ring] as number] as number;
    const py = y[starts[ring] as number] as number;
    let depth = 0;
    for (let other = 0; other < length; other++) {
      const box = other * 4;
      if (other === ring || px < (boxes[box] as number) || px > (boxes[box + 2] as number)) continue;
      if (py < (boxes[box + 1] as number) || py > (boxes[box + 3] as number)) continue;
      pairs += ((starts[other + 1] as number) - (starts[other] as number)) >> 2;
      if (isInside(rings, other, px, py)) depth += holes[other] === 1 ? -1 : 1;
    }
    if (depth !== holes[ring]) return false;
  }
  return true;
}

function isThin({ x, y, starts }: RingList, ring: number, moved: number): boolean {
  const start = starts[ring] as number;
  const end = starts[ring + 1] as number;
  let area = 0;
  let around = 0;
  for (let at = start, before = end - 1; at < end; before = at++) {
    const ax = x[before] as number;
    const ay = y[before] as number;
    const bx = x[at] as number;
    const by = y[at] as number;
    area += ax * by - bx * ay;
    around += Math.abs(bx - ax) + Math.abs(by - ay);
  }
  return Math.abs(area) <= 2 * around * moved;
}

function boxRing({ x, y, starts }: RingList, ring: number): void {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = starts[ring] as number; at < (starts[ring + 1] as number); at++) {
    minX = Math.min(minX, x[at] as number);
    maxX = Math.max(maxX, x[at] as number);
    minY = Math.min(minY, y[at] as number);
    maxY = Math.max(maxY, y[at] as number);
  }
  boxes.set([minX, minY, maxX, maxY], ring * 4);
}

/** By the edges that a ray to the east crosses; the position is not on the ring. */
function isInside({ x, y, starts }: RingList, ring: number, px: number, py: number): boolean {
  const start = starts[ring] as number;
  const end = starts[ring + 1] as number;
  let isIn = false;
  for (let at = start, before = end - 1; at < end; before = at++) {
    const ay = y[before] as number;
    const by = y[at] as number;
    if (ay > py === by > py) continue;
    const side = turn(x[before] as number, ay, x[at] as number, by, px, py);
    if (side > 0 === by > ay) isIn = !isIn;
  }
  return isIn;
}
