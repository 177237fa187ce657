/** Coordinates of one ring or line: `x[i], y[i]` for 0 ≤ i < length. */
export class CoordinateList {
  x = new Float64Array(1024);
  y = new Float64Array(1024);
  length = 0;

  /** Grows the list to `count` positions and keeps its contents. */
  reserve(count: number): void {
    if (count <= this.x.length) return;
    const size = Math.max(count, this.x.length * 2);
    const x = new Float64Array(size);
    const y = new Float64Array(size);
    x.set(this.x);
    y.set(this.y);
    this.x = x;
    this.y = y;
  }

  push(x: number, y: number): void {
    if (this.length === this.x.length) this.reserve(this.length + 1);
    this.x[this.length] = x;
    this.y[this.length++] = y;
  }
}

/**
 * Cuts a ring (not closed: the last position joins the first) along one axis-parallel line, keeping the side where
 * `sign · (coordinate - limit) ≥ 0`. Sutherland and Hodgman, "Reentrant polygon clipping", 1974.
 */
function clipRingSide(source: CoordinateList, target: CoordinateList, isX: boolean, limit: number, sign: number): void {
  const { x, y, length } = source;
  target.length = 0;
  if (length === 0) return;
  // Each position produces at most itself and one crossing.
  target.reserve(length * 2 + 2);
  const tx = target.x;
  const ty = target.y;
  let count = 0;
  let px = x[length - 1] as number;
  let py = y[length - 1] as number;
  let previousInside = sign * ((isX ? px : py) - limit) >= 0;
  for (let index = 0; index < length; index++) {
    const cx = x[index] as number;
    const cy = y[index] as number;
    const inside = sign * ((isX ? cx : cy) - limit) >= 0;
    if (inside !== previousInside) {
      if (isX) {
        tx[count] = limit;
        ty[count++] = py + ((cy - py) * (limit - px)) / (cx - px);
      } else {
        tx[count] = px + ((cx - px) * (limit - py)) / (cy - py);
        ty[count++] = limit;
      }
    }
    if (inside) {
      tx[count] = cx;
      ty[count++] = cy;
    }
    px = cx;
    py = cy;
    previousInside = inside;
  }
  target.length = count;
}

/**
 * Clips a ring to the square [low, high]². Returns the list that was written last, `ring` itself or `spare`.
 * Sides that the ring does not cross cost nothing.
 *
 * @param bounds west, north, east, south of the ring, so that sides can be skipped
 */
export function clipRing(
  ring: CoordinateList,
  spare: CoordinateList,
  low: number,
  high: number,
  minX: number,
  minY: number,
  maxX: number,
  maxY: number,
): CoordinateList {
  let from = ring;
  let to = spare;
  const cut = (isX: boolean, limit: number, sign: number) => {
    clipRingSide(from, to, isX, limit, sign);
    [from, to] = [to, from];
  };
  if (minX < low) cut(true, low, 1);
  if (maxX > high) cut(true, high, -1);
  if (minY < low) cut(false, low, 1);
  if (maxY > high) cut(false, high, -1);
  return from;
}

/**
 * Clips a line to the square [low, high]², segment by segment (Liang and Barsky, 1984).
 * The parts are stored one after the other in `target`, and the end index of each in `ends`. Returns the number of parts.
 */
export function clipLine(line: CoordinateList, target: CoordinateList, ends: number[], low: number, high: number): number {
  target.length = 0;
  ends.length = 0;
  let isOpen = false;
  for (let index = 1; index < line.length; index++) {
    const ax = line.x[index - 1] as number;
    const ay = line.y[index - 1] as number;
    const dx = (line.x[index] as number) - ax;
    const dy = (line.y[index] as number) - ay;
    // The part of the segment, from t0 to t1, inside all four half planes.
    let t0 = 0;
    let t1 = 1;
    let isOutside = false;
    for (let side = 0; side < 4; side++) {
      const p = side === 0 ? -dx : side === 1 ? dx : side === 2 ? -dy : dy;
      const q = side === 0 ? ax - low : side === 1 ? high - ax : side === 2 ? ay - low : high - ay;
      if (p === 0) {
        if (q < 0) isOutside = true;
      } else {
        const t = q / p;
        if (p < 0) t0 = Math.max(t0, t);
        else t1 = Math.min(t1, t);
      }
    }
    if (isOutside || t0 > t1) {
      if (isOpen) ends.push(target.length);
      isOpen = false;
      continue;
    }
    if (t0 > 0 && isOpen) {
      ends.push(target.length);
      isOpen = false;
    }
    if (!isOpen) target.push(ax + t0 * dx, ay + t0 * dy);
    target.push(ax + t1 * dx, ay + t1 * dy);
    isOpen = true;
    if (t1 < 1) {
      ends.push(target.length);
      isOpen = false;
    }
  }
  if (isOpen) ends.push(target.length);
  return ends.length;
}

/** Area of a ring, in square units. */
export function areaOf({ x, y, length }: CoordinateList): number {
  let sum = 0;
  for (let index = 0, previous = length - 1; index < length; previous = index++) {
    sum += (x[previous] as number) * (y[index] as number) - (x[index] as number) * (y[previous] as number);
  }
  return Math.abs(sum) / 2;
}
