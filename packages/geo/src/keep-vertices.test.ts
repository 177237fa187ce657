import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Geometry, Position } from "./geojson.ts";
import { keepVertices } from "./keep-vertices.ts";

const square: Geometry = {
  type: "Polygon",
  coordinates: [
    [
      [0, 0, 5],
      [10, 0, 6],
      [10, 10, 7],
      [0, 10, 8],
      [0, 0, 5],
    ],
  ],
};

describe("keepVertices", () => {
  it("returns the original geometry when the edited one was only rounded", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -0.004, max: 0.004, noNaN: true }), { minLength: 10, maxLength: 10 }), (drift) => {
        const moved = square.coordinates[0]?.map(([x, y], index): Position => [x + (drift[index] ?? 0), y + (drift[index + 5] ?? 0)]) ?? [];
        expect(keepVertices({ type: "Polygon", coordinates: [moved] }, square, 0.01)).toEqual(square);
      }),
    );
  });

  it("moves only the corner that was moved, with the height of the nearest vertex", () => {
    const edited: Geometry = {
      type: "Polygon",
      coordinates: [
        [
          [0.001, 0],
          [10, 0],
          [12, 12],
          [0, 9.999],
          [0.001, 0],
        ],
      ],
    };
    expect(keepVertices(edited, square, 0.01)).toEqual({
      type: "Polygon",
      coordinates: [
        [
          [0, 0, 5],
          [10, 0, 6],
          [12, 12, 7],
          [0, 10, 8],
          [0, 0, 5],
        ],
      ],
    });
  });

  it("keeps the heights of edited vertices, and leaves flat geometries flat", () => {
    const point = (coordinates: Position): Geometry => ({ type: "Point", coordinates });
    expect(keepVertices(point([50, 50, 1]), point([0, 0, 9]), 1)).toEqual(point([50, 50, 1]));
    expect(keepVertices(point([50, 50]), point([0, 0]), 1)).toEqual(point([50, 50]));
  });
});
