import type { Grid, Point } from "./grid.ts";
import { simplifyLine, smoothLine } from "./lines.ts";

/** `curved` for shores and natural borders, `straight` for borders that people drew. */
export type Outline = "curved" | "straight";

/** Steps from the border as it should be to the border as it was traced, which never meets another. */
const TRACED = 2;
/** Sides that are nearer could cross once degrees are rounded. */
const APART_METRES = 0.05;
/** Cells of a bucket a side, in which sides are compared. */
const BUCKET_CELLS = 6;

/** A border between two nodes, in one fixed direction. */
interface Border {
  readonly traced: readonly Point[];
  readonly isCurved: boolean;
  step: number;
  line: Point[];
}

/**
 * The borders of a coverage, each smoothed once. Those that would meet another, or themselves, are smoothed less, down to the traced line: all
 * areas beside a border change with it.
 */
export class CoverageBorders {
  private readonly cellMetres: number;
  private readonly borders = new Map<string, Border>();

  constructor({ cellMetres }: Grid) {
    this.cellMetres = cellMetres;
  }

  /** Adds a border unless it is known. `traced` begins and ends in nodes. */
  add(key: string, isCurved: boolean, traced: () => Point[]): void {
    if (this.borders.has(key)) return;
    const border: Border = { traced: traced(), isCurved, step: 0, line: [] };
    border.line = this.shaped(border);
    this.borders.set(key, border);
  }

  lineOf(key: string): readonly Point[] {
    return this.borders.get(key)?.line ?? [];
  }

  /** Smooths less what meets, until nothing does. */
  part(): void {
    const all = [...this.borders.values()];
    let changed: ReadonlySet<Border> = new Set(all);
    while (changed.size > 0) {
      const meeting = meetingBorders(all, changed, this.cellMetres);
      changed = new Set([...meeting].filter(({ step }) => step < TRACED));
      if (meeting.size > 0 && changed.size === 0) throw new Error("two traced borders meet");
      for (const border of changed) {
        border.step += 1;
        border.line = this.shaped(border);
      }
    }
  }

  private shaped({ traced, isCurved, step }: Border): Point[] {
    if (step === TRACED) return simplifyLine(traced, 0);
    const [rounds, tolerance] = isCurved ? [8, 0.05] : [2, 0.55];
    return step === 0
      ? simplifyLine(smoothLine(traced, rounds), this.cellMetres * tolerance)
      : simplifyLine(smoothLine(traced, 1), this.cellMetres * 0.05);
  }
}

interface Side {
  readonly border: Border;
  readonly index: number;
  readonly from: Point;
  readonly to: Point;
}

/** Borders that meet one that has changed. */
function meetingBorders(borders: readonly Border[], changed: ReadonlySet<Border>, cellMetres: number): Set<Border> {
  const meeting = new Set<Border>();
  const buckets = new Map<number, Side[]>();
  const size = cellMetres * BUCKET_CELLS;
  for (const border of borders) {
    const isChanged = changed.has(border);
    // A ring of two points has no inside.
    if (isChanged && border.line.length < 4 && isSame(border.line[0] as Point, border.line.at(-1) as Point)) meeting.add(border);
    for (let index = 1; index < border.line.length; index++) {
      const side: Side = { border, index, from: border.line[index - 1] as Point, to: border.line[index] as Point };
      eachBucket(side, size, (bucket) => {
        const known = buckets.get(bucket);
        if (!known) {
          buckets.set(bucket, [side]);
          return;
        }
        for (const other of known) {
          if (!(isChanged || changed.has(other.border)) || !doMeet(side, other)) continue;
          meeting.add(border);
          meeting.add(other.border);
        }
        known.push(side);
      });
    }
  }
  return meeting;
}

/** Buckets that the box of a side touches, a little wider. Their numbers are unique within thousands of kilometres. */
function eachBucket({ from, to }: Side, size: number, visit: (bucket: number) => void): void {
  const span = (axis: 0 | 1) => [
    Math.floor((Math.min(from[axis], to[axis]) - APART_METRES) / size),
    Math.floor((Math.max(from[axis], to[axis]) + APART_METRES) / size),
  ];
  const [[west, east], [south, north]] = [span(0), span(1)] as [[number, number], [number, number]];
  for (let row = south; row <= north; row++) for (let column = west; column <= east; column++) visit(row * 1e6 + column);
}

const isSame = (a: Point, b: Point) => a[0] === b[0] && a[1] === b[1];
const turn = (a: Point, b: Point, c: Point) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/** Whether two sides cross, or come nearer than a point that they share allows. */
function doMeet(a: Side, b: Side): boolean {
  if (areApart(a, b)) return false;
  // Sides that share an end must leave it in different directions.
  if (isSame(a.from, b.from)) return isNear(a.to, b) || isNear(b.to, a);
  if (isSame(a.to, b.to)) return isNear(a.from, b) || isNear(b.from, a);
  if (isSame(a.from, b.to)) return isNear(a.to, b) || isNear(b.from, a);
  if (isSame(a.to, b.from)) return isNear(a.from, b) || isNear(b.to, a);
  if (isNear(a.from, b) || isNear(a.to, b) || isNear(b.from, a) || isNear(b.to, a)) return true;
  return turn(a.from, a.to, b.from) * turn(a.from, a.to, b.to) < 0 && turn(b.from, b.to, a.from) * turn(b.from, b.to, a.to) < 0;
}

function areApart(a: Side, b: Side): boolean {
  const isBeside = (axis: 0 | 1) =>
    Math.max(a.from[axis], a.to[axis]) + APART_METRES < Math.min(b.from[axis], b.to[axis]) ||
    Math.max(b.from[axis], b.to[axis]) + APART_METRES < Math.min(a.from[axis], a.to[axis]);
  return isBeside(0) || isBeside(1);
}

function isNear(point: Point, { from, to }: Side): boolean {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, ((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / square));
  return Math.hypot(point[0] - from[0] - share * dx, point[1] - from[1] - share * dy) < APART_METRES;
}
