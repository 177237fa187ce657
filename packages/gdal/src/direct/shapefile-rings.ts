import { LeftToGdal } from "./left-to-gdal.ts";

/**
 * Which rings of a shape are a polygon, and which are its holes. A shapefile lists rings without saying it: outer rings turn clockwise, holes
 * the other way. What contradicts that, and what lies on a border, is left to GDAL.
 */

/** A ring of a shape: its positions, and what its place says. */
export interface Ring {
  start: number;
  end: number;
  isOuter: boolean;
  area: number;
  box: readonly [west: number, south: number, east: number, north: number];
}

/** Mixed rings are compared in pairs. */
const MAX_MIXED_RINGS = 2_000;
/** A position nearer to a line than this share of its coordinates may lie on it. */
const NEAR = 1e-10;

const xAt = (view: DataView, xy: number, position: number) => view.getFloat64(xy + 16 * position, true);
const yAt = (view: DataView, xy: number, position: number) => view.getFloat64(xy + 16 * position + 8, true);

/** @param xy where the positions begin @throws LeftToGdal for a ring that does not clearly turn one way */
export function ringAt(view: DataView, xy: number, start: number, end: number): Ring {
  const [originX, originY] = [xAt(view, xy, start), yAt(view, xy, start)];
  let [west, south, east, north] = [originX, originY, originX, originY];
  let twice = 0;
  let lowest = start;
  let isLowestTwice = false;
  for (let position = start; position < end - 1; position++) {
    const [x, y] = [xAt(view, xy, position), yAt(view, xy, position)];
    const [nextX, nextY] = [xAt(view, xy, position + 1), yAt(view, xy, position + 1)];
    twice += (x - originX) * (nextY - originY) - (nextX - originX) * (y - originY);
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
    const [lowX, lowY] = [xAt(view, xy, lowest), yAt(view, xy, lowest)];
    if (y < lowY || (y === lowY && x > lowX)) {
      lowest = position;
      isLowestTwice = false;
    } else if (position > start && y === lowY && x === lowX) isLowestTwice = true;
  }
  // GDAL looks at the corner of the lowest position on the right. For a ring that crosses itself its area may say another thing.
  const before = lowest === start ? end - 2 : lowest - 1;
  const corner =
    (xAt(view, xy, lowest + 1) - xAt(view, xy, lowest)) * (yAt(view, xy, before) - yAt(view, xy, lowest)) -
    (xAt(view, xy, before) - xAt(view, xy, lowest)) * (yAt(view, xy, lowest + 1) - yAt(view, xy, lowest));
  const isClear = !isLowestTwice && end - start >= 4 && (corner > 0 ? twice > 0 : corner < 0 && twice < 0);
  if (!isClear) throw new LeftToGdal("a ring that turns both ways");
  return { start, end, isOuter: twice < 0, area: Math.abs(twice) / 2, box: [west, south, east, north] };
}

/**
 * The polygons of a shape of several rings, in the order of their outer rings: each is its outer ring, then its holes.
 *
 * @throws LeftToGdal when a hole is in no outer ring, or too near to one to be sure
 */
export function polygonsOf(view: DataView, xy: number, rings: readonly Ring[]): Ring[][] {
  const polygons = rings.filter(({ isOuter }) => isOuter).map((outer) => [outer]);
  const holes = rings.length - polygons.length;
  if (holes > 0 && (polygons.length === 0 || rings.length > MAX_MIXED_RINGS)) throw new LeftToGdal("holes of no ring");
  // A hole belongs to the smallest ring around it.
  const bySize = holes === 0 ? [] : polygons.toSorted(([a], [b]) => (a?.area ?? 0) - (b?.area ?? 0));
  for (const hole of rings) {
    if (hole.isOuter) continue;
    const around = bySize.find(([outer]) => outer && outer.area > hole.area && isWithin(hole, outer) && surrounds(view, xy, outer, hole));
    if (!around) throw new LeftToGdal("a hole of no ring");
    around.push(hole);
  }
  return polygons;
}

function isWithin({ box: [west, south, east, north] }: Ring, { box }: Ring): boolean {
  return west >= box[0] && south >= box[1] && east <= box[2] && north <= box[3];
}

/** Whether the first position of the hole that is not on the outer ring lies in it. @throws LeftToGdal when all are on it */
function surrounds(view: DataView, xy: number, outer: Ring, hole: Ring): boolean {
  for (let position = hole.start; position < hole.end; position++) {
    const place = placeIn(view, xy, outer, xAt(view, xy, position), yAt(view, xy, position));
    if (place !== "near") return place === "inside";
  }
  throw new LeftToGdal("a hole along its ring");
}

function placeIn(view: DataView, xy: number, { start, end }: Ring, x: number, y: number): "inside" | "outside" | "near" {
  const near = NEAR * Math.max(Math.abs(x), Math.abs(y));
  let isInside = false;
  let [x0, y0] = [xAt(view, xy, start), yAt(view, xy, start)];
  for (let position = start + 1; position < end; position++) {
    const [x1, y1] = [xAt(view, xy, position), yAt(view, xy, position)];
    if (isNear(x0 - x, y0 - y, x1 - x, y1 - y, near)) return "near";
    if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) isInside = !isInside;
    [x0, y0] = [x1, y1];
  }
  return isInside ? "inside" : "outside";
}

/** Whether a line, given from the position, passes so near. */
function isNear(x0: number, y0: number, x1: number, y1: number, near: number): boolean {
  const isBeside = (a: number, b: number) => (a > near && b > near) || (a < -near && b < -near);
  if (isBeside(x0, x1) || isBeside(y0, y1)) return false;
  return Math.abs(x0 * y1 - x1 * y0) <= near * Math.hypot(x1 - x0, y1 - y0);
}
