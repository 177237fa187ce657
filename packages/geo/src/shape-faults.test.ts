import { describe, expect, it } from "vitest";
import type { Geometry, Position } from "./geojson.ts";
import { newFaults, shapeFaults } from "./shape-faults.ts";

const square = (x: number, y: number, side: number): Position[] => [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]; // biome-ignore format: a shape on one line
const area = (...rings: Position[][]): Geometry => ({ type: "Polygon", coordinates: rings });
const bow: Position[] = [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]; // biome-ignore format: a shape on one line

describe("the faults of areas", () => {
  it.each<[string, Geometry]>([
    ["a hole that touches its shell in one place", area(square(0, 0, 10), [[0, 5], [3, 4], [3, 6], [0, 5]])], // biome-ignore format: a shape on one line
    ["holes that touch one another", area(square(0, 0, 10), square(2, 2, 2), square(4, 4, 2))],
    ["parts that touch at a corner", { type: "MultiPolygon", coordinates: [[square(0, 0, 2)], [square(2, 2, 2)]] }],
    ["a part in a hole of another", { type: "MultiPolygon", coordinates: [[square(0, 0, 10), square(2, 2, 6)], [square(3, 3, 2)]] }],
    ["a repeated position", area([[0, 0], [0, 0], [4, 0], [0, 4], [0, 0]])], // biome-ignore format: a shape on one line
    ["a line that crosses itself", { type: "LineString", coordinates: bow }],
  ])("do not include %s", (_, geometry) => {
    expect(shapeFaults(geometry)).toEqual([]);
  });

  it.each<[string, Geometry, Position[]]>([
    ["a ring that crosses itself", area(bow), [[1, 1]]],
    ["a ring that touches itself", area([[0, 0], [4, 0], [2, 2], [4, 4], [0, 4], [2, 2], [0, 0]]), [[2, 2]]], // biome-ignore format: a shape on one line
    ["a spike", area([[0, 0], [4, 0], [4, 2], [8, 2], [4, 2], [4, 4], [0, 4], [0, 0]]), [[8, 2], [4, 2]]], // biome-ignore format: a shape on one line
    ["a hole outside its area", area(square(0, 0, 2), square(5, 5, 1)), [[5, 5]]],
    ["a hole in a hole", area(square(0, 0, 10), square(1, 1, 6), square(2, 2, 2)), [[2, 2]]],
    ["parts that share a border", { type: "MultiPolygon", coordinates: [[square(0, 0, 2)], [square(2, 0, 2)]] }, [[2, 2]]],
    ["a part in another", { type: "MultiPolygon", coordinates: [[square(0, 0, 9)], [square(2, 2, 2)]] }, [[2, 2]]],
    ["a hole that cuts its area in two", area(square(0, 0, 10), [[0, 5], [5, 4], [10, 5], [5, 6], [0, 5]]), [[10, 5]]], // biome-ignore format: a shape on one line
  ])("include %s", (_, geometry, places) => {
    expect(shapeFaults(geometry)).toEqual(expect.arrayContaining(places));
  });

  it("of a change are only those that the shape did not have before", () => {
    const before = area(bow);
    expect(newFaults(before, before)).toEqual([]);
    // The same crossing, and a new one.
    const after = area([[0, 0], [2, 2], [2, 0], [0, 2], [-2, 0], [-2, 2], [0, 0]]); // biome-ignore format: a shape on one line
    expect(newFaults(after, before)).toEqual([[-1, 1]]);
    expect(newFaults(before, null)).toEqual([[1, 1]]);
  });
});
