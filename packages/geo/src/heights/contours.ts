import { type HeightGrid, NODATA } from "./height-grid.ts";

/** The contour lines of a level. Higher ground is on their left; a closed line repeats its first position. */
export interface Contour {
  level: number;
  lines: [x: number, y: number][][];
}

const MOST_LEVELS = 100_000;
/** Pieces of lines in all, at most: some 400 MB. */
const MOST_PIECES = 20_000_000;

export interface ContourOptions {
  /** Height between two levels. */
  interval: number;
  /** A height that is a level. */
  base?: number;
}

/**
 * Contour lines by marching squares, between the middles of cells, whose heights are joined by straight lines. Lines end at cells without
 * height. Where a square's corners alternate, its mean height decides.
 *
 * @returns levels from low to high, in units of the grid's CRS
 * @throws RangeError when the interval is not positive, or so small that the lines would not fit memory
 */
export function contoursOf(grid: HeightGrid, { interval, base = 0 }: ContourOptions): Contour[] {
  if (!(interval > 0 && Number.isFinite(interval))) throw new RangeError(`an interval of ${interval} gives no contour lines`);
  const [low, high] = heightRange(grid);
  if (!((high - low) / interval <= MOST_LEVELS)) throw new RangeError(`an interval of ${interval} gives more than ${MOST_LEVELS} levels`);
  const pieces = findPieces(grid, interval, base);
  return [...pieces.keys()]
    .sort((a, b) => a - b)
    .map((step) => {
      const level = base + step * interval;
      return { level, lines: joinPieces(pieces.get(step) ?? [], (edge) => placeOn(grid, edge, level)) };
    });
}

/** The lowest and the highest height; both 0 when there is none. */
function heightRange({ values }: HeightGrid): [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value === NODATA) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 0];
}

/**
 * A side between the middles of two cells is named by its first cell: twice its index for the one to the right, and one more for the one below.
 */
type Side = number;

/** Pairs of sides: a piece of a line enters a square by the first, and leaves it by the second. By level, counted from the base. */
function findPieces({ columns, rows, values }: HeightGrid, interval: number, base: number): Map<number, Side[]> {
  const pieces = new Map<number, Side[]>();
  let count = 0;
  for (let row = 0; row < rows - 1; row++) {
    for (let column = 0; column < columns - 1; column++) {
      const at = row * columns + column;
      const [a, b] = [values[at] as number, values[at + 1] as number];
      const [d, c] = [values[at + columns] as number, values[at + columns + 1] as number];
      if (a === NODATA || b === NODATA || c === NODATA || d === NODATA) continue;
      // A level is crossed when one corner is below it, and another one at it or above it.
      const first = Math.floor((Math.min(a, b, c, d) - base) / interval) + 1;
      const last = Math.floor((Math.max(a, b, c, d) - base) / interval);
      for (let step = first; step <= last; step++) {
        const level = base + step * interval;
        const own = pieces.get(step) ?? [];
        if (own.length === 0) pieces.set(step, own);
        const sides = crossed(level, [a, b, c, d], { top: 2 * at, left: 2 * at + 1, right: 2 * (at + 1) + 1, bottom: 2 * (at + columns) });
        own.push(...sides);
        count += sides.length / 2;
        if (count > MOST_PIECES) throw new RangeError(`an interval of ${interval} gives too many contour lines`);
      }
    }
  }
  return pieces;
}

interface Sides {
  top: Side;
  left: Side;
  right: Side;
  bottom: Side;
}

/** Entering and leaving sides, with higher ground on the left. @param corners clockwise from the upper left */
function crossed(level: number, [a, b, c, d]: [number, number, number, number], { top, left, right, bottom }: Sides): Side[] {
  const isHigh = (value: number) => (value >= level ? 1 : 0);
  const kind = isHigh(a) * 8 + isHigh(b) * 4 + isHigh(c) * 2 + isHigh(d);
  const isMiddleHigh = isHigh((a + b + c + d) / 4) === 1;
  switch (kind) {
    case 1:
      return [bottom, left];
    case 2:
      return [right, bottom];
    case 3:
      return [right, left];
    case 4:
      return [top, right];
    case 5:
      return isMiddleHigh ? [top, left, bottom, right] : [top, right, bottom, left];
    case 6:
      return [top, bottom];
    case 7:
      return [top, left];
    case 8:
      return [left, top];
    case 9:
      return [bottom, top];
    case 10:
      return isMiddleHigh ? [left, bottom, right, top] : [left, top, right, bottom];
    case 11:
      return [right, top];
    case 12:
      return [left, right];
    case 13:
      return [bottom, right];
    case 14:
      return [left, bottom];
    default:
      return [];
  }
}

/** Each side is entered by at most one piece, and left by at most one: chains. */
function joinPieces(pieces: readonly Side[], placeOf: (side: Side) => [number, number]): [number, number][][] {
  const next = new Map<Side, Side>();
  const ends = new Set<Side>();
  for (let i = 0; i < pieces.length; i += 2) {
    next.set(pieces[i] as Side, pieces[i + 1] as Side);
    ends.add(pieces[i + 1] as Side);
  }
  const lines: [number, number][][] = [];
  const follow = (start: Side): void => {
    const line: [number, number][] = [placeOf(start)];
    for (let side = next.get(start), from = start; side !== undefined; from = side, side = next.get(side)) {
      next.delete(from);
      const place = placeOf(side);
      const [x, y] = line.at(-1) ?? [];
      // At a corner that lies on the level two sides meet in one place.
      if (place[0] !== x || place[1] !== y) line.push(place);
    }
    if (line.length > 1) lines.push(line);
  };
  // Open lines first, from their beginnings; what is left is closed.
  for (const start of [...next.keys()]) if (!ends.has(start) && next.has(start)) follow(start);
  for (const start of [...next.keys()]) if (next.has(start)) follow(start);
  return lines;
}

/** Where a level crosses a side. */
function placeOn({ columns, west, north, cell, values }: HeightGrid, side: Side, level: number): [number, number] {
  const from = side >> 1;
  const isDown = (side & 1) === 1;
  const [low, high] = [values[from] as number, values[from + (isDown ? columns : 1)] as number];
  const share = (level - low) / (high - low);
  const [column, row] = [from % columns, Math.floor(from / columns)];
  return [west + (column + 0.5 + (isDown ? 0 : share)) * cell, north - (row + 0.5 + (isDown ? share : 0)) * cell];
}
