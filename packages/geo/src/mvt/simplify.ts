/** Larger than any coordinate of a clipped geometry, in units. */
const SHIFT = 1 << 20;

/** Integer tile coordinates of one ring or line, and which of them are kept. */
export class QuantisedList {
  x = new Int32Array(1024);
  y = new Int32Array(1024);
  private keep = new Uint8Array(1024);
  private stack = new Int32Array(1024);
  length = 0;

  reserve(count: number): void {
    if (count <= this.x.length) return;
    const size = Math.max(count, this.x.length * 2);
    this.x = new Int32Array(size);
    this.y = new Int32Array(size);
    this.keep = new Uint8Array(size);
    this.stack = new Int32Array(size);
  }

  /** Rounds the clipped positions `start ≤ i < end` to whole units, and merges equal neighbours. */
  quantise(x: Float64Array, y: Float64Array, start: number, end: number): void {
    this.reserve(end - start);
    const qx = this.x;
    const qy = this.y;
    let count = 0;
    let lastX = 0;
    let lastY = 0;
    for (let index = start; index < end; index++) {
      // Faster than Math.round for numbers within ±SHIFT: | 0 truncates towards zero, so all are made positive first.
      const cx = (((x[index] as number) + SHIFT + 0.5) | 0) - SHIFT;
      const cy = (((y[index] as number) + SHIFT + 0.5) | 0) - SHIFT;
      if (cx === lastX && cy === lastY && count > 0) continue;
      qx[count] = cx;
      qy[count++] = cy;
      lastX = cx;
      lastY = cy;
    }
    this.length = count;
  }

  /** Drops the last position when it repeats the first: rings are written open. */
  open(): void {
    while (this.length > 1 && this.x[0] === this.x[this.length - 1] && this.y[0] === this.y[this.length - 1]) this.length--;
  }

  /** Drops positions nearer than `tolerance` units to the line through the kept positions. */
  simplifyLine(tolerance: number): void {
    if (this.length < 3) return;
    this.keep.fill(0, 0, this.length);
    this.mark(0, this.length - 1, tolerance * tolerance);
    this.compact();
  }

  /** The same for a ring, split at the position farthest from its first. */
  simplifyRing(tolerance: number): void {
    if (this.length < 6) return;
    // The second half ends where the ring began.
    this.reserveKeeping(this.length + 1);
    const { x, y, keep, length } = this;
    const startX = x[0] as number;
    const startY = y[0] as number;
    let farthest = 1;
    let distance = -1;
    for (let index = 1; index < length; index++) {
      keep[index] = 0;
      const dx = (x[index] as number) - startX;
      const dy = (y[index] as number) - startY;
      if (dx * dx + dy * dy > distance) {
        distance = dx * dx + dy * dy;
        farthest = index;
      }
    }
    x[length] = startX;
    y[length] = startY;
    this.mark(0, farthest, tolerance * tolerance);
    this.mark(farthest, length, tolerance * tolerance);
    this.compact();
  }

  /** Grows the buffers by `more` positions. */
  reserveMore(more: number): void {
    this.reserveKeeping(this.length + more);
  }

  push(x: number, y: number): void {
    if (this.length === this.x.length) this.reserveKeeping(this.length + 1);
    this.x[this.length] = x;
    this.y[this.length++] = y;
  }

  private reserveKeeping(count: number): void {
    if (count <= this.x.length) return;
    const { x, y } = this;
    this.reserve(count);
    this.x.set(x);
    this.y.set(y);
  }

  /** Douglas and Peucker, 1973, by distance to the segment. It has its own stack, since recursion would overflow on a million vertices. */
  private mark(first: number, last: number, squaredTolerance: number): void {
    const { x, y, keep, stack } = this;
    keep[first] = 1;
    keep[last] = 1;
    let top = 0;
    stack[top++] = first;
    stack[top++] = last;
    while (top > 0) {
      const to = stack[--top] as number;
      const from = stack[--top] as number;
      const ax = x[from] as number;
      const ay = y[from] as number;
      const dx = (x[to] as number) - ax;
      const dy = (y[to] as number) - ay;
      const squaredLength = dx * dx + dy * dy;
      let farthest = -1;
      let worst = squaredTolerance;
      for (let index = from + 1; index < to; index++) {
        const px = (x[index] as number) - ax;
        const py = (y[index] as number) - ay;
        const along = px * dx + py * dy;
        let distance: number;
        if (along <= 0 || squaredLength === 0) distance = px * px + py * py;
        else if (along >= squaredLength) distance = (px - dx) * (px - dx) + (py - dy) * (py - dy);
        else {
          const cross = px * dy - py * dx;
          distance = (cross * cross) / squaredLength;
        }
        if (distance > worst) {
          worst = distance;
          farthest = index;
        }
      }
      if (farthest < 0) continue;
      keep[farthest] = 1;
      // The stack holds two ends for each open stretch, and there are never more stretches than kept positions.
      if (top + 4 > stack.length) {
        this.stack = new Int32Array(stack.length * 2);
        this.mark(first, last, squaredTolerance);
        return;
      }
      stack[top++] = from;
      stack[top++] = farthest;
      stack[top++] = farthest;
      stack[top++] = to;
    }
  }

  private compact(): void {
    const { x, y, keep } = this;
    let count = 0;
    for (let index = 0; index < this.length; index++) {
      if (keep[index] === 0) continue;
      x[count] = x[index] as number;
      y[count++] = y[index] as number;
    }
    this.length = count;
  }

  /** Twice the signed area (surveyor's formula): positive when clockwise on screen, where y points down. */
  doubleArea(): number {
    const { x, y, length } = this;
    let sum = 0;
    let px = x[length - 1] as number;
    let py = y[length - 1] as number;
    for (let index = 0; index < length; index++) {
      const cx = x[index] as number;
      const cy = y[index] as number;
      sum += px * cy - cx * py;
      px = cx;
      py = cy;
    }
    return sum;
  }
}
