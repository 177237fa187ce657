/** Fewer edges than this are compared each with each. */
const UNSORTED = 20;
/** Most comparisons of boxes for each edge, and for any list: beyond, the search gives up, so that a hostile shape cannot hold a tile up. */
const MAX_COMPARISONS_EACH = 200;
const MIN_COMPARISONS = 1_000_000;

/** What a search of pairs came to: all were seen, the visitor stopped it, or it would have cost too much. */
export type Search = "done" | "stopped" | "too-dear";

/** Straight edges between whole positions, from `a` to `b`, and a search of those whose boxes meet. Nothing is allocated for an edge. */
export class EdgeList {
  ax: Int32Array<ArrayBuffer>;
  ay: Int32Array<ArrayBuffer>;
  bx: Int32Array<ArrayBuffer>;
  by: Int32Array<ArrayBuffer>;
  length = 0;
  /** Edges in the order of their buckets, and their boxes in the same order: along the axis of the sort (low, high) and across it. */
  private order: Int32Array<ArrayBuffer>;
  private low: Int32Array<ArrayBuffer>;
  private high: Int32Array<ArrayBuffer>;
  private near: Int32Array<ArrayBuffer>;
  private far: Int32Array<ArrayBuffer>;
  private buckets: Int32Array<ArrayBuffer>;

  /** @param size how many edges it holds before it grows */
  constructor(size = 1024) {
    this.ax = new Int32Array(size);
    this.ay = new Int32Array(size);
    this.bx = new Int32Array(size);
    this.by = new Int32Array(size);
    this.order = new Int32Array(size);
    this.low = new Int32Array(size);
    this.high = new Int32Array(size);
    this.near = new Int32Array(size);
    this.far = new Int32Array(size);
    this.buckets = new Int32Array(size + 1);
  }

  reserve(count: number): void {
    if (count <= this.ax.length) return;
    const size = Math.max(count, this.ax.length * 2);
    for (const name of ["ax", "ay", "bx", "by", "order", "low", "high", "near", "far"] as const) {
      const larger = new Int32Array(size);
      larger.set(this[name]);
      this[name] = larger;
    }
    this.buckets = new Int32Array(size + 1);
  }

  push(ax: number, ay: number, bx: number, by: number): void {
    this.reserve(this.length + 1);
    const at = this.length++;
    this.ax[at] = ax;
    this.ay[at] = ay;
    this.bx[at] = bx;
    this.by[at] = by;
  }

  /** Calls `visit` with each pair of edges whose boxes meet, until it returns true. */
  eachMeeting(visit: (first: number, second: number) => boolean): Search {
    const isSorted = this.length > UNSORTED;
    const shift = isSorted ? this.sort() : 0;
    if (!isSorted) this.keepOrder();
    const { order, low, high, near, far, buckets, length } = this;
    const lowest = isSorted ? this.lowest : 0;
    let left = MIN_COMPARISONS + MAX_COMPARISONS_EACH * length;
    for (let at = 0; at < length; at++) {
      const to = high[at] as number;
      const from = low[at] as number;
      const nearest = near[at] as number;
      const farthest = far[at] as number;
      const end = isSorted ? (buckets[((to - lowest) >> shift) + 1] as number) : length;
      left -= end - at;
      if (left < 0) return "too-dear";
      for (let other = at + 1; other < end; other++) {
        if ((near[other] as number) > farthest || (far[other] as number) < nearest) continue;
        if ((low[other] as number) > to || (high[other] as number) < from) continue;
        if (visit(order[at] as number, order[other] as number)) return "stopped";
      }
    }
    return "done";
  }

  private lowest = 0;

  private keepOrder(): void {
    for (let edge = 0; edge < this.length; edge++) this.place(edge, edge, true);
  }

  private place(edge: number, at: number, isX: boolean): void {
    const ax = this.ax[edge] as number;
    const ay = this.ay[edge] as number;
    const bx = this.bx[edge] as number;
    const by = this.by[edge] as number;
    const { low, high, near, far } = this;
    this.order[at] = edge;
    if (isX) {
      low[at] = Math.min(ax, bx);
      high[at] = Math.max(ax, bx);
      near[at] = Math.min(ay, by);
      far[at] = Math.max(ay, by);
    } else {
      low[at] = Math.min(ay, by);
      high[at] = Math.max(ay, by);
      near[at] = Math.min(ax, bx);
      far[at] = Math.max(ax, bx);
    }
  }

  /** Sorts the edges into buckets by their low end, along the axis where fewer of them lie over one another. Returns the bucket's width (log 2). */
  private sort(): number {
    const { ax, ay, bx, by, buckets, length } = this;
    let [minX, minY, maxX, maxY, sumX, sumY] = [Infinity, Infinity, -Infinity, -Infinity, 0, 0];
    for (let edge = 0; edge < length; edge++) {
      const x = ax[edge] as number;
      const y = ay[edge] as number;
      const dx = (bx[edge] as number) - x;
      const dy = (by[edge] as number) - y;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
      sumX += dx < 0 ? -dx : dx;
      sumY += dy < 0 ? -dy : dy;
    }
    // Edges form rings, so that their first ends have the box of all ends.
    const isX = sumX * (maxY - minY) <= sumY * (maxX - minX);
    const lowest = isX ? minX : minY;
    const range = (isX ? maxX : maxY) - lowest;
    let shift = 0;
    while (range >> shift >= length) shift++;
    const count = (range >> shift) + 1;
    buckets.fill(0, 0, count + 1);
    const from = isX ? ax : ay;
    const to = isX ? bx : by;
    for (let edge = 0; edge < length; edge++) {
      const bucket = (Math.min(from[edge] as number, to[edge] as number) - lowest) >> shift;
      buckets[bucket] = (buckets[bucket] as number) + 1;
    }
    let sum = 0;
    for (let bucket = 0; bucket <= count; bucket++) {
      sum += buckets[bucket] as number;
      buckets[bucket] = sum;
    }
    // Filled from the end of each bucket: afterwards it holds its start, which is the end of the one before.
    for (let edge = length - 1; edge >= 0; edge--) {
      const bucket = (Math.min(from[edge] as number, to[edge] as number) - lowest) >> shift;
      const at = (buckets[bucket] as number) - 1;
      buckets[bucket] = at;
      this.place(edge, at, isX);
    }
    this.lowest = lowest;
    return shift;
  }
}

/** Twice the area of the triangle a, b, c: positive when c is on the side of the interior of a shell. Exact for coordinates of a tile. */
export function turn(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}
