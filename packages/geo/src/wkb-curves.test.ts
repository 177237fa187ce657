import { describe, expect, test } from "vitest";
import type { Position } from "./geojson.ts";
import { readWkb, writeEwkb } from "./wkb.ts";
import { straightWkb } from "./wkb-curves.ts";

type Part = { code: number; positions?: Position[]; parts?: Part[] };

/** WKB with heights, as GDAL writes curves. */
function curve({ code, positions, parts }: Part): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt8(1, 0);
  head.writeUInt32LE(code + 1000, 1);
  head.writeUInt32LE((positions ?? parts ?? []).length, 5);
  const body = (positions ?? []).map(([x, y, z = 0]) => Buffer.from(new Float64Array([x, y, z]).buffer));
  return Buffer.concat([head, ...body, ...(parts ?? []).map(curve)]);
}

const half: Position[] = [
  [1_000_001, 0, 10],
  [1_000_000, 1, 11],
  [999_999, 0, 12],
];
const back: Part = {
  code: 2,
  positions: [
    [999_999, 0, 12],
    [1_000_001, 0, 10],
  ],
};
const area = (ring: readonly Position[]) =>
  Math.abs(
    ring.reduce((sum, [x, y], index) => sum + (x - 1e6) * (ring[index + 1]?.[1] ?? y) - ((ring[index + 1]?.[0] ?? x) - 1e6) * y, 0) / 2,
  );

describe("curves", () => {
  test("cuts an arc into segments on its circle, and keeps its ends and heights", () => {
    const { geometry } = readWkb(straightWkb(curve({ code: 8, positions: half })));
    if (geometry.type !== "LineString") throw new Error(geometry.type);
    const line = geometry.coordinates;
    expect([line[0], line.at(-1)]).toEqual([half[0], half[2]]);
    expect(line.length).toBe(47);
    expect(line[23]).toEqual(half[1]);
    for (const [x, y] of line) expect(Math.hypot(x - 1e6, y)).toBeCloseTo(1, 6);
    expect(line.every(([, y]) => y >= -1e-9)).toBe(true);
    expect(line[46 / 2 - 1]?.[2]).toBeCloseTo(11, 1);
  });

  test("puts the arc on the side of its middle position", () => {
    const below = half.map(([x, y, z]): Position => [x, -y, z ?? 0]);
    const { geometry } = readWkb(straightWkb(curve({ code: 8, positions: below })));
    if (geometry.type !== "LineString") throw new Error(geometry.type);
    expect(Math.min(...geometry.coordinates.map(([, y]) => y))).toBeCloseTo(-1, 3);
  });

  test("reads a ring of an arc and a line as a closed polygon of nearly the area of the half disc", () => {
    const ring: Part = { code: 9, parts: [{ code: 8, positions: half }, back] };
    const { geometry } = readWkb(straightWkb(curve({ code: 12, parts: [{ code: 10, parts: [ring] }] })));
    if (geometry.type !== "MultiPolygon") throw new Error(geometry.type);
    const outline = geometry.coordinates[0]?.[0] ?? [];
    expect(outline[0]).toEqual(outline.at(-1));
    expect(area(outline)).toBeCloseTo(Math.PI / 2, 2);
  });

  test("reads a whole circle, and three positions on a line", () => {
    const circle: Position[] = [
      [1_000_001, 0, 0],
      [999_999, 0, 0],
      [1_000_001, 0, 0],
    ];
    const round = readWkb(straightWkb(curve({ code: 8, positions: circle }))).geometry;
    if (round.type !== "LineString") throw new Error(round.type);
    expect(area(round.coordinates)).toBeCloseTo(Math.PI, 2);
    const flat: Position[] = [
      [0, 0, 0],
      [1, 1, 0],
      [2, 2, 0],
    ];
    expect(readWkb(straightWkb(curve({ code: 8, positions: flat }))).geometry).toEqual({ type: "LineString", coordinates: flat });
  });

  test("returns geometries without curves unchanged, and refuses truncated ones", () => {
    const point = writeEwkb({ type: "Point", coordinates: [1, 2] }, null, false);
    expect(straightWkb(point)).toBe(point);
    expect(() => straightWkb(curve({ code: 8, positions: half }).subarray(0, 40))).toThrow(/cut off/);
    expect(() => straightWkb(curve({ code: 10, parts: [{ code: 1, positions: [] }] }))).toThrow();
  });
});
