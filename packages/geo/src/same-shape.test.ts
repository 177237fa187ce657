import { describe, expect, test } from "vitest";
import type { Position } from "./geojson.ts";
import { isSameShape } from "./same-shape.ts";

const ring: Position[] = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
  [0, 0],
];
const hole: Position[] = ring.map(([x, y]) => [4 + x / 5, 4 + y / 5]);
const polygon = (...rings: Position[][]) => ({ type: "Polygon" as const, coordinates: rings });
const begunAt = (start: number, of: Position[]) => {
  const open = of.slice(0, -1);
  const turned = [...open.slice(start), ...open.slice(0, start)];
  return [...turned, turned[0] as Position];
};

describe("isSameShape", () => {
  test("matches rings that start elsewhere, run the other way round, or differ within the tolerance", () => {
    expect(isSameShape(polygon(ring, hole), polygon(begunAt(2, ring), hole.toReversed()), 0.01)).toBe(true);
    const shaken = polygon(
      begunAt(3, ring)
        .map(([x, y]): Position => [x + 0.009, y - 0.009])
        .toReversed(),
    );
    expect(isSameShape(polygon(ring), shaken, 0.01)).toBe(true);
    expect(isSameShape(polygon(ring), shaken, 0.001)).toBe(false);
  });

  test("matches parts in another order, each with exactly one counterpart", () => {
    const far = ring.map(([x, y]): Position => [x + 100, y]);
    const multi = (...parts: Position[][]) => ({ type: "MultiPolygon" as const, coordinates: parts.map((part) => [part]) });
    expect(isSameShape(multi(ring, far), multi(far, ring), 0)).toBe(true);
    expect(isSameShape(multi(ring, ring), multi(ring, far), 0)).toBe(false);
    const points = (...coordinates: Position[]) => ({ type: "MultiPoint" as const, coordinates });
    expect(isSameShape(points([0, 0], [1, 1]), points([1, 1], [0, 0]), 0)).toBe(true);
  });

  test("finds a moved vertex, an added vertex and a removed hole", () => {
    const moved = ring.map(([x, y]): Position => (x === 10 && y === 10 ? [10.5, 10] : [x, y]));
    expect(isSameShape(polygon(ring), polygon(moved), 0.01)).toBe(false);
    expect(isSameShape(polygon(ring), polygon([...ring.slice(0, 2), [10, 5], ...ring.slice(2)]), 0.01)).toBe(false);
    expect(isSameShape(polygon(ring, hole), polygon(ring), 0.01)).toBe(false);
  });

  test("treats a reversed line as different, and compares heights where both have them", () => {
    const line = (coordinates: Position[]) => ({ type: "LineString" as const, coordinates });
    expect(isSameShape(line(ring), line(ring.slice(0, 4)), 0)).toBe(false);
    const [a, b]: Position[] = [
      [0, 0, 5],
      [1, 1, 6],
    ] as [Position, Position];
    expect(isSameShape(line([a as Position, b as Position]), line([b as Position, a as Position]), 0)).toBe(false);
    expect(
      isSameShape(
        line([
          [0, 0, 5],
          [1, 1, 6],
        ]),
        line([
          [0, 0],
          [1, 1],
        ]),
        0,
      ),
    ).toBe(true);
    expect(
      isSameShape(
        line([
          [0, 0, 5],
          [1, 1, 6],
        ]),
        line([
          [0, 0, 5],
          [1, 1, 7],
        ]),
        0.01,
      ),
    ).toBe(false);
  });
});
