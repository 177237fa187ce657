import type { Point } from "./grid.ts";

export function lineLength(line: readonly Point[]): number {
  let length = 0;
  for (let index = 1; index < line.length; index++) length += distance(line[index - 1] as Point, line[index] as Point);
  return length;
}

export const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Point and unit direction at a distance from the line's start. */
export function alongLine(line: readonly Point[], metres: number): { point: Point; direction: Point } {
  let left = metres;
  for (let index = 1; index < line.length; index++) {
    const from = line[index - 1] as Point;
    const to = line[index] as Point;
    const length = distance(from, to);
    if (length === 0) continue;
    if (left <= length || index === line.length - 1) {
      const share = left / length;
      return {
        point: [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share],
        direction: [(to[0] - from[0]) / length, (to[1] - from[1]) / length],
      };
    }
    left -= length;
  }
  return { point: line[0] as Point, direction: [1, 0] };
}

/** The same line with points at the given interval, keeping both ends. */
export function resample(line: readonly Point[], stepMetres: number): Point[] {
  const total = lineLength(line);
  const count = Math.max(1, Math.round(total / stepMetres));
  return Array.from({ length: count + 1 }, (_, index) => alongLine(line, (total * index) / count).point);
}

/** Rounds of [1 2 1]/4, which smooth corners and keep both ends. */
export function smoothLine(line: readonly Point[], rounds: number): Point[] {
  let points = line.slice();
  for (let round = 0; round < rounds; round++) {
    const melted = points.slice();
    for (let index = 1; index < points.length - 1; index++) {
      const [before, here, after] = [points[index - 1] as Point, points[index] as Point, points[index + 1] as Point];
      melted[index] = [(before[0] + 2 * here[0] + after[0]) / 4, (before[1] + 2 * here[1] + after[1]) / 4];
    }
    points = melted;
  }
  return points;
}

/** Douglas–Peucker: drops points nearer to the remaining line than the tolerance. */
export function simplifyLine(line: readonly Point[], toleranceMetres: number): Point[] {
  if (line.length < 3) return line.slice();
  const keep = new Uint8Array(line.length);
  keep[0] = 1;
  keep[line.length - 1] = 1;
  const stack: [number, number][] = [[0, line.length - 1]];
  for (let span = stack.pop(); span !== undefined; span = stack.pop()) {
    const [first, last] = span;
    let farthest = -1;
    let gap = toleranceMetres;
    for (let index = first + 1; index < last; index++) {
      const away = distanceToSegment(line[index] as Point, line[first] as Point, line[last] as Point);
      if (away > gap) {
        gap = away;
        farthest = index;
      }
    }
    if (farthest < 0) continue;
    keep[farthest] = 1;
    stack.push([first, farthest], [farthest, last]);
  }
  return line.filter((_, index) => keep[index] === 1);
}

function distanceToSegment(point: Point, from: Point, to: Point): number {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, ((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / square));
  return Math.hypot(point[0] - from[0] - share * dx, point[1] - from[1] - share * dy);
}

/** Twice the signed area of a ring, positive when counter-clockwise; m². */
export function ringArea(ring: readonly Point[]): number {
  let twice = 0;
  for (let index = 0; index < ring.length; index++) {
    const [a, b] = [ring[index] as Point, ring[(index + 1) % ring.length] as Point];
    twice += a[0] * b[1] - b[0] * a[1];
  }
  return twice / 2;
}

export function ringContains(ring: readonly Point[], [east, north]: Point): boolean {
  let inside = false;
  for (let index = 0, before = ring.length - 1; index < ring.length; before = index++) {
    const [a, b] = [ring[index] as Point, ring[before] as Point];
    if (a[1] > north !== b[1] > north && east < ((b[0] - a[0]) * (north - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
  }
  return inside;
}
