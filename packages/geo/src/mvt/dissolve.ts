import { turn } from "./edge-list.ts";
import type { NodedEdges } from "./node-edges.ts";

/** One edge of the borders, from its lower end (by x, then y) to the other; several equal ones are one. */
export class Border {
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
  /** By how much crossing it upwards changes the number of shells, and of holes, around. */
  shells = 0;
  holes = 0;
  /** The numbers of shells and holes around, just above it. */
  shellsAbove = 0;
  holesAbove = 0;
  /** The border just below its lower end; null when nothing is there. */
  under: Border | null = null;
  isInsideBelow = false;
  isInsideAbove = false;

  constructor(ax: number, ay: number, bx: number, by: number) {
    this.ax = ax;
    this.ay = ay;
    this.bx = bx;
    this.by = by;
  }
}

/**
 * Decides of each side of each edge whether it is inside, by a sweep: inside are places with more shells than holes around, whatever the way
 * the rings run. Returns the edges that have one side inside, in the order of their lower ends, from the lowest at each end.
 */
export function dissolve(noded: NodedEdges): Border[] {
  const borders = unite(noded);
  const ends = borders.toSorted((a, b) => a.bx - b.bx || a.by - b.by);
  /** The borders that the sweep is crossing, from the lowest. */
  const crossed: Border[] = [];
  let ended = 0;
  for (let begun = 0; begun < borders.length; ) {
    const first = borders[begun] as Border;
    // Those that end before this position, or at it, are left, position by position.
    for (let end = ends[ended]; end && isBeforeOrAt(end.bx, end.by, first.ax, first.ay); end = ends[++ended]) {
      const at = placeOf(crossed, end.bx, end.by);
      // All that end here lie side by side, and are taken away together.
      let count = 0;
      while (crossed[at + count]?.bx === end.bx && crossed[at + count]?.by === end.by) count++;
      crossed.splice(at, count);
      ended += Math.max(0, count - 1);
    }
    let at = placeOf(crossed, first.ax, first.ay);
    for (let border = borders[begun]; border && border.ax === first.ax && border.ay === first.ay; border = borders[++begun]) {
      const under = crossed[at - 1] ?? null;
      stack(border, under);
      crossed.splice(at++, 0, border);
    }
  }
  return borders.filter((border) => border.isInsideAbove !== border.isInsideBelow);
}

function isBeforeOrAt(ax: number, ay: number, bx: number, by: number): boolean {
  return ax < bx || (ax === bx && ay <= by);
}

function stack(border: Border, under: Border | null): void {
  const shells = under?.shellsAbove ?? 0;
  const holes = under?.holesAbove ?? 0;
  border.under = under;
  border.shellsAbove = shells + border.shells;
  border.holesAbove = holes + border.holes;
  border.isInsideBelow = Math.abs(shells) > Math.abs(holes);
  border.isInsideAbove = Math.abs(border.shellsAbove) > Math.abs(border.holesAbove);
}

/** The number of crossed borders that are below a position. No border passes through it, since they meet only at their ends. */
function placeOf(crossed: readonly Border[], x: number, y: number): number {
  let low = 0;
  let high = crossed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { ax, ay, bx, by } = crossed[middle] as Border;
    if (turn(ax, ay, bx, by, x, y) > 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The borders in their order; equal edges are united, and those that cancel one another are left out. */
function unite({ edges, parts }: NodedEdges): Border[] {
  const all: Border[] = [];
  for (let edge = 0; edge < edges.length; edge++) {
    const ax = edges.ax[edge] as number;
    const ay = edges.ay[edge] as number;
    const bx = edges.bx[edge] as number;
    const by = edges.by[edge] as number;
    const isHole = parts[edge] === 2;
    const isForward = isBeforeOrAt(ax, ay, bx, by);
    const border = isForward ? new Border(ax, ay, bx, by) : new Border(bx, by, ax, ay);
    const change = isForward === isHole ? -1 : 1;
    if (isHole) border.holes = change;
    else border.shells = change;
    all.push(border);
  }
  all.sort((a, b) => a.ax - b.ax || a.ay - b.ay || turn(a.ax, a.ay, b.bx, b.by, a.bx, a.by));
  const united: Border[] = [];
  for (const border of all) {
    const last = united.at(-1);
    if (last && last.ax === border.ax && last.ay === border.ay && last.bx === border.bx && last.by === border.by) {
      last.shells += border.shells;
      last.holes += border.holes;
    } else united.push(border);
  }
  return united.filter(({ shells, holes }) => shells !== 0 || holes !== 0);
}
