import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import { isPlainlyValid } from "@archipel/geo/plainly-valid.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findInvalid } from "./validity.ts";

/** Few places, so that vertices, edges and rings meet in all possible ways. */
const onGrid: fc.Arbitrary<Position> = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }));
/** Places that are nearly collinear, in the numbers that files contain. */
const nearLine: fc.Arbitrary<Position> = fc
  .tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: -2, max: 2 }))
  .map(([along, aside]): Position => [700_000.1 + along / 3, 6_600_000.7 + along / 7 + aside * Number.EPSILON * 6_600_000]);
const tiny: fc.Arbitrary<Position> = onGrid.map(([x, y]): Position => [x * 1e-160, y * 1e-162]);
const huge: fc.Arbitrary<Position> = onGrid.map(([x, y]): Position => [x * 1e200, y * 1e-200]);
const position = fc.oneof({ weight: 6, arbitrary: onGrid }, nearLine, tiny, huge);
const closed = (corners: Position[]): Position[] => (corners[0] ? [...corners, corners[0]] : corners);
const ring = fc.oneof(...[onGrid, nearLine, tiny, huge, position].map((one) => fc.array(one, { minLength: 2, maxLength: 7 }).map(closed)));
const gridRing = fc.array(onGrid, { minLength: 3, maxLength: 6 }).map(closed);
/** Squares that nest, touch, overlap or are disjoint. */
const square = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 8 }), fc.boolean())
  .map(([x, y, side, isTurned]): Position[] => {
    const corners: Position[] = [
      [x, y],
      [x + side, y],
      [x + side, y + side],
      [x, y + side],
    ];
    return closed(isTurned ? corners.reverse() : corners);
  });
const rings = fc.oneof(
  fc.array(ring, { minLength: 1, maxLength: 2 }),
  fc.array(gridRing, { minLength: 1, maxLength: 3 }),
  fc.array(square, { minLength: 1, maxLength: 4 }),
);
const geometry: fc.Arbitrary<Geometry> = fc.oneof(
  rings.map((coordinates): Geometry => ({ type: "Polygon", coordinates })),
  fc.array(rings, { minLength: 1, maxLength: 3 }).map((coordinates): Geometry => ({ type: "MultiPolygon", coordinates })),
  fc.array(position, { minLength: 1, maxLength: 3 }).map((coordinates): Geometry => ({ type: "LineString", coordinates })),
  fc
    .array(fc.array(onGrid, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
    .map((coordinates): Geometry => ({ type: "MultiLineString", coordinates })),
);

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

test("a plainly valid geometry is valid in PostGIS, and most valid geometries are plainly valid", async () => {
  const database = await openTestDatabase();
  try {
    const told = { plain: 0, valid: 0 };
    const batch = fc.array(geometry, { minLength: 250, maxLength: 250, size: "max" });
    await fc.assert(
      fc.asyncProperty(batch, async (geometries) => {
        const shapes = geometries.map((one) => writeEwkb(one, null, false));
        const invalid = await database.sqlAs({ role: "system" }, (sql) => findInvalid(sql, shapes.map(hex)));
        const isInvalid = new Set(invalid.map(({ position: at }) => at));
        const plain = shapes.map((shape) => isPlainlyValid(shape));
        told.plain += plain.filter(Boolean).length;
        told.valid += shapes.length - invalid.length;
        expect(plain.flatMap((isPlain, index) => (isPlain && isInvalid.has(index) ? [geometries[index]] : []))).toEqual([]);
      }),
      { numRuns: 20, endOnFailure: true },
    );
    expect(told.plain).toBeGreaterThan(told.valid / 3);
  } finally {
    await database.close();
  }
});

describe("ordinary geometries are decided without PostGIS", () => {
  const square10: Position[] = [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
    [0, 0],
  ];
  const inside = (x: number, y: number): Position[] => [
    [x, y],
    [x, y + 1],
    [x + 1, y],
    [x, y],
  ];
  test.each<[string, Geometry, boolean]>([
    ["a square", { type: "Polygon", coordinates: [square10] }, true],
    ["two holes", { type: "Polygon", coordinates: [square10, inside(1, 1), inside(5, 5)] }, true],
    ["a hole outside", { type: "Polygon", coordinates: [square10, inside(11, 1)] }, false],
    ["a hole that touches", { type: "Polygon", coordinates: [square10, inside(0, 1)] }, false],
    ["an island in a hole", { type: "MultiPolygon", coordinates: [[square10], [inside(20, 20)]] }, true],
    ["one in the other", { type: "MultiPolygon", coordinates: [[square10], [inside(2, 2)]] }, false],
    ["a spike", { type: "Polygon", coordinates: [[...square10.slice(0, 2), [20, 0], [10, 0], ...square10.slice(2)]] }, false],
    ["a corner in the middle of a side", { type: "Polygon", coordinates: [[[0, 0], [5, 0], ...square10.slice(1)]] }, true],
    [
      "a bow tie",
      {
        type: "Polygon",
        coordinates: [
          [
            [0, 0],
            [1, 1],
            [1, 0],
            [0, 1],
            [0, 0],
          ],
        ],
      },
      false,
    ],
    ["a ring that is open", { type: "Polygon", coordinates: [square10.slice(0, 4)] }, false],
    ["a line", { type: "LineString", coordinates: square10.slice(0, 2) }, true],
    [
      "a line that goes nowhere",
      {
        type: "LineString",
        coordinates: [
          [1, 1],
          [1, 1],
        ],
      },
      false,
    ],
  ])("%s", (_, shape, isPlain) => {
    for (const hasZ of [false, true]) expect(isPlainlyValid(writeEwkb(shape, null, hasZ))).toBe(isPlain);
  });
});
