import { describe, expect, test } from "vitest";
import type { Geometry, Position } from "./geojson.ts";
import { keepHeights, withHeightsOf } from "./heights-between.ts";

const line = (...coordinates: Position[]): Geometry => ({ type: "LineString", coordinates });
const ring = (...coordinates: Position[]): Geometry => ({ type: "Polygon", coordinates: [coordinates] });

describe("heights of a shape that was drawn anew", () => {
  test("vertices that stayed keep place and height; a new one lies between its neighbours, a moved one too", () => {
    const before = line([0, 0, 10], [10, 0, 20], [20, 0, 40]);
    expect(keepHeights(line([0.001, 0], [5, 0], [10, 0], [17.5, 0], [20, 0]), before, 0.01)).toEqual(
      line([0, 0, 10], [5, 0, 15], [10, 0, 20], [17.5, 0, 35], [20, 0, 40]),
    );
    expect(keepHeights(line([0, 0], [10, 30], [20, 0]), before, 0.01)).toEqual(line([0, 0, 10], [10, 30, 25], [20, 0, 40]));
  });

  test("at its end a line goes on level", () => {
    expect(keepHeights(line([-5, 0], [0, 0], [10, 0]), line([0, 0, 10], [10, 0, 20]), 0.01)).toEqual(
      line([-5, 0, 10], [0, 0, 10], [10, 0, 20]),
    );
  });

  test("a ring has no end: where it begins, and was moved, it lies between both sides and stays closed", () => {
    const before = ring([0, 0, 1], [10, 0, 2], [10, 10, 3], [0, 10, 4], [0, 0, 1]);
    expect(keepHeights(ring([-1, -1], [10, 0], [10, 10], [0, 10], [-1, -1]), before, 0.01)).toEqual(
      ring([-1, -1, 3], [10, 0, 2], [10, 10, 3], [0, 10, 4], [-1, -1, 3]),
    );
  });

  test("a part of which nothing stayed, and a point, take what is nearest; flat shapes stay flat", () => {
    expect(keepHeights({ type: "Point", coordinates: [3, 3] }, { type: "Point", coordinates: [0, 0, 7] }, 0.01)).toEqual({
      type: "Point",
      coordinates: [3, 3, 7],
    });
    expect(keepHeights(line([0, 5], [10, 5]), line([0, 0, 10], [10, 0, 20]), 0.01)).toEqual(line([0, 5, 10], [10, 5, 20]));
    expect(keepHeights(line([0, 5], [10, 0]), line([0, 0], [10, 0]), 0.01)).toEqual(line([0, 5], [10, 0]));
  });
});

test("heights are put back on what was moved flat", () => {
  expect(withHeightsOf(line([1, 1], [2, 2]), line([0, 0, 5], [9, 9]))).toEqual(line([1, 1, 5], [2, 2]));
});
