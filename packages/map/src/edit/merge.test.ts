import { shapeFaults } from "@archipel/geo/shape-faults.ts";
import fc from "fast-check";
import type { Geometry, Polygon, Position } from "geojson";
import { describe, expect, it } from "vitest";
import { mergedGeometry } from "./merge.ts";

const box = (x: number, y: number, w: number, h = w): Position[] => [
  [x, y],
  [x + w, y],
  [x + w, y + h],
  [x, y + h],
  [x, y],
];
const polygon = (...rings: Position[][]): Polygon => ({ type: "Polygon", coordinates: rings });
const line = (...coordinates: Position[]): Geometry => ({ type: "LineString", coordinates });
const areaOf = (ring: Position[]) => Math.abs(ring.slice(1).reduce((sum, b, index) => sum + cross(ring[index] as Position, b), 0)) / 2;
const cross = ([ax = 0, ay = 0]: Position, [bx = 0, by = 0]: Position) => ax * by - bx * ay;
const area = ({ coordinates }: { coordinates: Position[][] }) =>
  coordinates.reduce((sum, ring, index) => sum + (index === 0 ? 1 : -1) * areaOf(ring), 0);

/** Groups of cells of a four columns wide grid that share a side. */
function groupsOf(cells: readonly number[]): number[][] {
  return cells.reduce<number[][]>((groups, cell) => {
    const besides = (other: number) => Math.abs((cell % 4) - (other % 4)) + Math.abs(Math.floor(cell / 4) - Math.floor(other / 4)) === 1;
    const touched = groups.filter((group) => group.some(besides));
    return [...groups.filter((group) => !touched.includes(group)), [...touched.flat(), cell]];
  }, []);
}

function merged(geometries: Geometry[], takesParts = false): Geometry {
  const result = mergedGeometry(geometries, takesParts);
  if ("refusal" in result) throw new Error(result.refusal);
  return result.geometry;
}
function asPolygon(geometry: Geometry): Polygon {
  if (geometry.type !== "Polygon") throw new Error(geometry.type);
  return geometry;
}

describe("areas", () => {
  it("with a shared border become one, without the border", () => {
    const whole = asPolygon(merged([polygon(box(0, 0, 2)), polygon(box(2, 0, 2))]));
    expect(whole.coordinates).toHaveLength(1);
    expect(area(whole)).toBeCloseTo(8, 12);
    expect(shapeFaults(whole)).toEqual([]);
  });

  it("that overlap become one", () => {
    expect(area(asPolygon(merged([polygon(box(0, 0, 2)), polygon(box(1, 1, 2))])))).toBeCloseTo(7, 9);
  });

  it("leave no sliver along a border that rounding moved, nor where only one side has vertices", () => {
    const drawn = box(2.4, 48.8, 0.002);
    // The neighbour was snapped to the edge at a third of it, and returns from its CRS a centimetre off.
    const neighbour: Position[] = [
      [2.402 + 4e-8, 48.8 - 5e-8],
      [2.404, 48.8],
      [2.404, 48.802],
      [2.402 - 6e-8, 48.802 + 3e-8],
      [2.402 + 9e-8, 48.800666667],
      [2.402 + 4e-8, 48.8 - 5e-8],
    ];
    const whole = asPolygon(merged([polygon(drawn), polygon(neighbour)]));
    expect(whole.coordinates).toHaveLength(1);
    expect(area(whole)).toBeCloseTo(8e-6, 9);
    expect(shapeFaults(whole)).toEqual([]);
    // The first area's corners are kept exactly.
    for (const corner of [drawn[0], drawn[3]]) expect(whole.coordinates[0]).toContainEqual(corner);
  });

  it("keep their holes, and make a hole of a ring that they close; an area that fills a hole closes it", () => {
    const holed = polygon(box(0, 0, 6), box(1, 1, 2));
    const whole = asPolygon(merged([holed, polygon(box(6, 0, 2, 6))]));
    expect(whole.coordinates).toHaveLength(2);
    expect(area(whole)).toBeCloseTo(44, 9);
    expect(asPolygon(merged([holed, polygon(box(1, 1, 2))])).coordinates).toHaveLength(1);
    const c = polygon([
      [0, 0],
      [3, 0],
      [3, 1],
      [1, 1],
      [1, 2],
      [3, 2],
      [3, 3],
      [0, 3],
      [0, 0],
    ]);
    expect(area(asPolygon(merged([c, polygon(box(3, 0, 1, 3))])))).toBeCloseTo(10, 9);
    expect(asPolygon(merged([c, polygon(box(3, 0, 1, 3))])).coordinates).toHaveLength(2);
  });

  it("that are apart, or touch in one point, become parts if the layer allows parts, else are refused", () => {
    for (const other of [polygon(box(5, 5, 2)), polygon(box(2, 2, 2))]) {
      const both = [polygon(box(0, 0, 2)), other];
      expect(mergedGeometry(both, false)).toEqual({ refusal: "apart" });
      expect(merged(both, true)).toMatchObject({ type: "MultiPolygon", coordinates: [{ length: 1 }, { length: 1 }] });
    }
  });

  it("of several parts stay so, each part joined with what it touches", () => {
    const parts: Geometry = { type: "MultiPolygon", coordinates: [[box(0, 0, 2)], [box(10, 0, 2)]] };
    const whole = merged([parts, polygon(box(2, 0, 2)), polygon(box(12, 0, 2))], true);
    expect(whole).toMatchObject({ type: "MultiPolygon", coordinates: { length: 2 } });
    if (whole.type === "MultiPolygon") expect(whole.coordinates.map((rings) => areaOf(rings[0] ?? []))).toEqual([8, 8]);
  });

  it("that cross themselves, or are of another kind, are refused", () => {
    const bow = polygon([
      [0, 0],
      [2, 2],
      [2, 0],
      [0, 2],
      [0, 0],
    ]);
    expect(mergedGeometry([polygon(box(0, 0, 2)), bow], true)).toEqual({ refusal: "faulty" });
    expect(mergedGeometry([polygon(box(0, 0, 2)), line([0, 0], [1, 1])], true)).toEqual({ refusal: "kinds" });
    expect(mergedGeometry([polygon(box(0, 0, 2)), { type: "GeometryCollection", geometries: [] }], true)).toEqual({
      refusal: "collection",
    });
  });

  it("cut out of one grid give back the original, whatever the order and a deviation of a centimetre", () => {
    const cells = fc.uniqueArray(fc.nat(15), { minLength: 2, maxLength: 16 });
    const shifts = fc.array(fc.double({ min: -6e-8, max: 6e-8, noNaN: true }), { minLength: 160, maxLength: 160 });
    fc.assert(
      fc.property(cells, shifts, (chosen, off) => {
        const side = 0.001;
        let next = 0;
        const moved = ([x = 0, y = 0]: Position): Position => [2 + x * side + (off[next++] ?? 0), 48 + y * side + (off[next++] ?? 0)];
        const squares = chosen.map((cell) => {
          const corners = box(cell % 4, Math.floor(cell / 4), 1)
            .slice(0, 4)
            .map(moved);
          return polygon([...corners, corners[0] as Position]);
        });
        const whole = merged(squares, true);
        const parts = whole.type === "MultiPolygon" ? whole.coordinates : [asPolygon(whole).coordinates];
        expect(parts).toHaveLength(groupsOf(chosen).length);
        const total = parts.reduce((sum, rings) => sum + area({ coordinates: rings }), 0);
        expect(total / side ** 2).toBeCloseTo(chosen.length, 2);
        // No ring is smaller than a cell, so there is no sliver.
        for (const ring of parts.flat()) expect(areaOf(ring) / side ** 2).toBeGreaterThan(0.9);
      }),
      { numRuns: 60 },
    );
  });
});

describe("lines", () => {
  it("are joined end to end, in the first one's direction, whichever ends meet", () => {
    const first = line([0, 0], [1, 0]);
    const whole = { type: "LineString", coordinates: [[0, 0], [1, 0], [2, 1]] }; // biome-ignore format: one line reads better
    expect(merged([first, line([1, 0], [2, 1])])).toEqual(whole);
    expect(merged([first, line([2, 1], [1, 0])])).toEqual(whole);
    expect(merged([first, line([2, 1], [1 + 1e-7, 0])])).toEqual(whole);
    expect(merged([line([1, 0], [2, 1]), line([1, 0], [0, 0])])).toEqual(whole);
    const chain = merged([line([0, 0], [1, 0]), line([2, 0], [3, 0]), line([1, 0], [2, 0])]);
    expect(chain).toMatchObject({ type: "LineString", coordinates: [[0, 0], [1, 0], [2, 0], [3, 0]] }); // biome-ignore format: one line reads better
  });

  it("close into a ring, and stay apart where three ends meet or none", () => {
    const ring = merged([line([0, 0], [1, 0]), line([0, 0], [0, 1], [1, 0])]);
    expect(ring).toMatchObject({ type: "LineString", coordinates: { length: 4 } });
    const star = [line([0, 0], [1, 0]), line([0, 0], [0, 1]), line([0, 0], [-1, 0])];
    expect(mergedGeometry(star, false)).toEqual({ refusal: "apart" });
    expect(merged(star, true)).toMatchObject({ type: "MultiLineString", coordinates: { length: 3 } });
    expect(mergedGeometry([line([0, 0], [1, 0]), line([1, 0.1], [2, 0])], false)).toEqual({ refusal: "apart" });
  });
});

it("collects points only where the layer allows parts, each place once", () => {
  const point = (x: number): Geometry => ({ type: "Point", coordinates: [x, 0] });
  expect(mergedGeometry([point(0), point(1)], false)).toEqual({ refusal: "apart" });
  expect(merged([point(0), point(1), point(1e-8)], true)).toEqual({ type: "MultiPoint", coordinates: [[0, 0], [1, 0]] }); // biome-ignore format: one line reads better
  expect(merged([point(0), point(1e-8)])).toEqual(point(0));
});
