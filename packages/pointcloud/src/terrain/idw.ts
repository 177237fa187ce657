import type { CellPoints, CellWindow, SetHeight } from "./tin.ts";

/** Points that a height is made of, at least, if so many are near enough. */
const NEIGHBOURS = 8;
/** How far points are looked for, in cells: the search takes time by the square of it. */
const FARTHEST = 64;

/**
 * Heights at the middles of cells from the points around: means, weighted by the inverse square of the distance. The circle around a cell grows
 * until it has eight points.
 *
 * @param reach how far points are looked for, in cells, at most 64
 */
export function interpolateByDistance(points: CellPoints, window: CellWindow, reach: number, set: SetHeight): void {
  const farthest = Math.min(FARTHEST, reach);
  const margin = Math.ceil(farthest) + 1;
  const buckets = new Buckets(points, {
    left: window.left - margin,
    right: window.right + margin,
    top: window.top - margin,
    bottom: window.bottom + margin,
  });
  const found: { squared: number; height: number }[] = [];
  for (let row = window.top; row <= window.bottom; row++) {
    for (let column = window.left; column <= window.right; column++) {
      found.length = 0;
      for (let ring = 0; ring <= farthest + 0.5; ring++) {
        buckets.visitRing(column, row, ring, (squared, height) => {
          if (squared <= farthest ** 2) found.push({ squared, height });
        });
        // Points beyond the ring can be nearer than those in its corners.
        const complete = (ring + 0.5) ** 2;
        if (found.length >= NEIGHBOURS && found.filter(({ squared }) => squared <= complete).length >= NEIGHBOURS) break;
      }
      if (found.length > 0) set(column, row, weightedMean(found));
    }
  }
}

function weightedMean(found: { squared: number; height: number }[]): number {
  found.sort((a, b) => a.squared - b.squared);
  const nearest = found.slice(0, NEIGHBOURS);
  const [first] = nearest;
  if (first && first.squared < 1e-12) return first.height;
  const weights = nearest.reduce((sum, { squared }) => sum + 1 / squared, 0);
  return nearest.reduce((sum, { squared, height }) => sum + height / squared, 0) / weights;
}

/** Points by cell. */
class Buckets {
  private readonly points: CellPoints;
  private readonly bounds: CellWindow;
  private readonly width: number;
  private readonly starts: Int32Array;
  private readonly order: Int32Array;

  constructor(points: CellPoints, bounds: CellWindow) {
    this.points = points;
    this.bounds = bounds;
    this.width = bounds.right - bounds.left + 1;
    const cells = this.width * (bounds.bottom - bounds.top + 1);
    this.starts = new Int32Array(cells + 1);
    const count = points.length / 3;
    const cellOf = Int32Array.from({ length: count }, (_, i) =>
      this.cellOf(Math.round(points[3 * i] as number), Math.round(points[3 * i + 1] as number)),
    );
    for (const cell of cellOf) if (cell >= 0) this.starts[cell + 1] = (this.starts[cell + 1] as number) + 1;
    for (let cell = 0; cell < cells; cell++) this.starts[cell + 1] = (this.starts[cell + 1] as number) + (this.starts[cell] as number);
    const next = this.starts.slice();
    this.order = new Int32Array(this.starts[cells] as number);
    for (let i = 0; i < count; i++) {
      const cell = cellOf[i] as number;
      if (cell < 0) continue;
      this.order[next[cell] as number] = i;
      next[cell] = (next[cell] as number) + 1;
    }
  }

  private cellOf(column: number, row: number): number {
    const { left, right, top, bottom } = this.bounds;
    if (column < left || column > right || row < top || row > bottom) return -1;
    return (row - top) * this.width + column - left;
  }

  /** Visits the points of the cells that are `ring` cells away. */
  visitRing(column: number, row: number, ring: number, visit: (squared: number, height: number) => void): void {
    for (let dy = -ring; dy <= ring; dy++) {
      const step = Math.abs(dy) === ring || ring === 0 ? 1 : 2 * ring;
      for (let dx = -ring; dx <= ring; dx += step) this.visitCell(column, row, this.cellOf(column + dx, row + dy), visit);
    }
  }

  private visitCell(column: number, row: number, cell: number, visit: (squared: number, height: number) => void): void {
    if (cell < 0) return;
    for (let i = this.starts[cell] as number; i < (this.starts[cell + 1] as number); i++) {
      const at = 3 * (this.order[i] as number);
      visit(((this.points[at] as number) - column) ** 2 + ((this.points[at + 1] as number) - row) ** 2, this.points[at + 2] as number);
    }
  }
}
