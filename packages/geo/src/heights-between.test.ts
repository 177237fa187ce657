import { describe, expect, test } from "vitest";
import type { Geometry, Position } from "./geojson.ts";
import { keepHeights, withHeightsOf } from "./heights-between.ts";

const line = (...coordinates: Position[]): Geometry => ({ type: "LineString", coordinates });
const ring = (...coordinates: Position[]): Geometry => ({ type: "Polygon", coordinates: [coordinates] });

describe("heights of a redrawn shape", () => {
  test("keeps the place and height of unchanged vertices, and interpolates new and moved ones", () => {
    const before = line([0, 0, 10], [10, 0, 20], [20, 0, 40]);
    expect(keepHeights(line([0.001, 0], [5, 0], [10, 0], [17.5, 0], [20, 0]), before, 0.01)).toEqual(
      line([0, 0, 10], [5, 0, 15], [10, 0, 20], [17.5, 0, 35], [20, 0, 40]),
    );
    expect(keepHeights(line([0, 0], [10, 30], [20, 0]), before, 0.01)).toEqual(line([0, 0, 10], [10, 30, 25], [20, 0, 40]));
  });

  test("continues a line level beyond its end", () => {
    expect(keepHeights(line([-5, 0], [0, 0], [10, 0]), line([0, 0, 10], [10, 0, 20]), 0.01)).toEqual(
      line([-5, 0, 10], [0, 0, 10], [10, 0, 20]),
    );
  });

  test("interpolates the moved first vertex of a ring between both neighbours, and keeps the ring closed", () => {
    const before = ring([0, 0, 1], [10, 0, 2], [10, 10, 3], [0, 10, 4], [0, 0, 1]);
    expect(keepHeights(ring([-1, -1], [10, 0], [10, 10], [0, 10], [-1, -1]), before, 0.01)).toEqual(
      ring([-1, -1, 3], [10, 0, 2], [10, 10, 3], [0, 10, 4], [-1, -1, 3]),
    );
  });

  test("takes the nearest heights for a point and a part without unchanged vertices; flat shapes stay flat", () => {
    expect(keepHeights({ type: "Point", coordinates: [3, 3] }, { type: "Point", coordinates: [0, 0, 7] }, 0.01)).toEqual({
      type: "Point",
      coordinates: [3, 3, 7],
    });
    expect(keepHeights(line([0, 5], [10, 5]), line([0, 0, 10], [10, 0, 20]), 0.01)).toEqual(line([0, 5, 10], [10, 5, 20]));
    expect(keepHeights(line([0, 5], [10, 0]), line([0, 0], [10, 0]), 0.01)).toEqual(line([0, 5], [10, 0]));
  });
});

test("copies heights back to a geometry transformed in two dimensions", () => {
  expect(withHeightsOf(line([1, 1], [2, 2]), line([0, 0, 5], [9, 9]))).toEqual(line([1, 1, 5], [2, 2]));
});
