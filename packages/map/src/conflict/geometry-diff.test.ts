import { expect, it } from "vitest";
import { boundsOf, changedVertices } from "./geometry-diff.ts";

const square = (x: number) => ({
  type: "Polygon",
  coordinates: [
    [
      [0, 0],
      [x, 0],
      [x, 1],
      [0, 1],
      [0, 0],
    ],
  ],
});

it("marks only the vertices that moved, each once", () => {
  expect(changedVertices(square(1), square(2))).toEqual({
    gone: [
      [1, 0],
      [1, 1],
    ],
    come: [
      [2, 0],
      [2, 1],
    ],
  });
  expect(changedVertices(square(1), square(1))).toEqual({ gone: [], come: [] });
});

it("marks every vertex of a shape that appears or disappears, also in collections", () => {
  const point = { type: "Point", coordinates: [5, 45] };
  expect(changedVertices(null, { type: "GeometryCollection", geometries: [point] })).toEqual({ gone: [], come: [[5, 45]] });
  expect(changedVertices(point, null).gone).toHaveLength(1);
});

it("gives one box around all shapes", () => {
  expect(boundsOf([square(1), null, { type: "Point", coordinates: [-3, 4] }])).toEqual([-3, 0, 1, 4]);
  expect(boundsOf([null])).toBeNull();
});
