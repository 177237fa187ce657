import fc from "fast-check";
import { expect, test } from "vitest";
import { CoordinateList, clipLine, clipRing } from "./clip.ts";

type Points = [number, number][];

function listOf(points: Points): CoordinateList {
  const list = new CoordinateList();
  for (const [x, y] of points) list.push(x, y);
  return list;
}

function pointsOf(list: CoordinateList, start = 0, end = list.length): Points {
  return Array.from({ length: end - start }, (_, index) => [list.x[start + index] ?? Number.NaN, list.y[start + index] ?? Number.NaN]);
}

function clipped(points: Points, low: number, high: number): Points {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const bounds = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] as const;
  return pointsOf(clipRing(listOf(points), new CoordinateList(), low, high, ...bounds));
}

function area(points: Points): number {
  return (
    Math.abs(points.reduce((sum, [x, y], index) => sum + x * (points.at(index - 1)?.[1] ?? 0) - (points.at(index - 1)?.[0] ?? 0) * y, 0)) /
    2
  );
}

const ordinate = fc.double({ min: -500, max: 500, noNaN: true });

test("keeps no part of a ring outside, and does not change a ring inside", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(ordinate, ordinate), { minLength: 3, maxLength: 20 }), (points) => {
      const result = clipped(points, -100, 100);
      for (const [x, y] of result) expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(100 + 1e-9);
      if (points.every(([x, y]) => Math.abs(x) <= 100 && Math.abs(y) <= 100)) expect(result).toEqual(points);
    }),
  );
});

test("gives a clipped rectangle the area of the intersection", () => {
  fc.assert(
    fc.property(ordinate, ordinate, ordinate, ordinate, (a, b, c, d) => {
      const [x0, x1, y0, y1] = [Math.min(a, b), Math.max(a, b), Math.min(c, d), Math.max(c, d)];
      const result = clipped(
        [
          [x0, y0],
          [x1, y0],
          [x1, y1],
          [x0, y1],
        ],
        -100,
        100,
      );
      const overlap = (from: number, to: number) => Math.max(0, Math.min(100, to) - Math.max(-100, from));
      expect(result.length === 0 ? 0 : area(result)).toBeCloseTo(overlap(x0, x1) * overlap(y0, y1), 6);
    }),
  );
});

function clippedLine(points: Points, low: number, high: number): Points[] {
  const target = new CoordinateList();
  const ends: number[] = [];
  const parts = clipLine(listOf(points), target, ends, low, high);
  return Array.from({ length: parts }, (_, part) => pointsOf(target, part === 0 ? 0 : ends[part - 1], ends[part]));
}

test("splits a line that leaves and comes back into two parts", () => {
  expect(
    clippedLine(
      [
        [0, 5],
        [20, 5],
        [20, 8],
        [0, 8],
      ],
      0,
      10,
    ),
  ).toEqual([
    [
      [0, 5],
      [10, 5],
    ],
    [
      [10, 8],
      [0, 8],
    ],
  ]);
});

test("keeps a line that crosses without a vertex inside", () => {
  expect(
    clippedLine(
      [
        [-5, 3],
        [15, 3],
      ],
      0,
      10,
    ),
  ).toEqual([
    [
      [0, 3],
      [10, 3],
    ],
  ]);
});

test("keeps no part of a line outside", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(ordinate, ordinate), { minLength: 2, maxLength: 20 }), (points) => {
      for (const part of clippedLine(points, -100, 100)) {
        expect(part.length).toBeGreaterThanOrEqual(2);
        for (const [x, y] of part) expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(100 + 1e-9);
      }
    }),
  );
});
