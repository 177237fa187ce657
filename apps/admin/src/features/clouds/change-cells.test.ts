import type { CloudChanges } from "@archipel/contracts/clouds.ts";
import { expect, test } from "vitest";
import { amountOf, cellPolygons, changedBox, mostOf } from "./change-cells.ts";

const cell = { column: 0, row: 0, gained: 0, lost: 0, reclassified: 0, ground: null };
const changes: CloudChanges = {
  origin: [0, 0],
  cell: 10,
  columns: 4,
  rows: 2,
  gained: 6,
  lost: 1,
  reclassified: 0,
  moves: [],
  cells: [
    { ...cell, gained: 6, lost: 1, ground: -0.5 },
    { ...cell, column: 3, row: 1, gained: 3 },
  ],
  // A grid of 4 by 2 degrees.
  footprint: [
    [10, 52],
    [10, 50],
    [14, 50],
    [14, 52],
  ],
};

test("cells lie where their column and row say, with their share of the largest value", () => {
  const polygons = cellPolygons(changes, "gained");
  expect(polygons?.features.map(({ properties }) => properties.share)).toEqual([1, 0.5]);
  expect(polygons?.features[1]?.geometry.coordinates[0]?.slice(0, 3)).toEqual([
    [13, 51],
    [14, 51],
    [14, 52],
  ]);
  expect(changedBox(changes)).toEqual([10, 50, 14, 52]);
  expect(cellPolygons({ ...changes, footprint: null }, "all")).toBeNull();
});

test("only cells with something of a kind are drawn; the ground keeps its sign", () => {
  expect(cellPolygons(changes, "lost")?.features).toHaveLength(1);
  expect(cellPolygons(changes, "reclassified")?.features).toEqual([]);
  expect(cellPolygons(changes, "ground")?.features[0]?.properties.share).toBe(-1);
  expect(mostOf(changes, "ground")).toBe(0.5);
  expect(amountOf(changes.cells[0] ?? cell, "all")).toBe(7);
  expect(changedBox({ ...changes, cells: [] })).toBeNull();
});
