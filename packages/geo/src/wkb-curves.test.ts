import { describe, expect, test } from "vitest";
import type { Position } from "./geojson.ts";
import { readWkb, writeEwkb } from "./wkb.ts";
import { plainWkb } from "./wkb-curves.ts";

const straightWkb = (bytes: Uint8Array) => plainWkb(bytes).ewkb;

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

/** WKB of ISO 19125, in two dimensions and any others. */
function geometry(code: number, values: readonly number[], counts: readonly number[] = []): Buffer {
  const head = Buffer.alloc(5 + 4 * counts.length);
  head.writeUInt8(1, 0);
  head.writeUInt32LE(code, 1);
  for (const [index, count] of counts.entries()) head.writeUInt32LE(count, 5 + 4 * index);
  return Buffer.concat([head, Buffer.from(new Float64Array(values).buffer)]);
}

describe("types that we do not store", () => {
  const ring = [0, 0, 1, 0, 1, 1, 0, 0];
  const rings = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 0],
  ];

  test.each([
    ["a TIN", 16, 17],
    ["a polyhedral surface", 15, 3],
  ])("%s becomes a multi-polygon, and says so", (_, code, patch) => {
    const surface = Buffer.concat([geometry(code, [], [2]), geometry(patch, ring, [1, 4]), geometry(patch, ring, [1, 4])]);
    const { ewkb, reshaped } = plainWkb(surface);
    expect(readWkb(ewkb).geometry).toEqual({ type: "MultiPolygon", coordinates: [[rings], [rings]] });
    expect(reshaped).toEqual({ arcs: 0, isSurface: true, isMeasured: false });
    // Within a collection as well.
    const within = plainWkb(Buffer.concat([geometry(7, [], [1]), surface]));
    expect(within.reshaped).toMatchObject({ isSurface: true });
    expect(readWkb(within.ewkb).geometry).toMatchObject({ type: "GeometryCollection", geometries: [{ type: "MultiPolygon" }] });
  });

  test("leaves measures out, and says so unless all are 0", () => {
    const measured = plainWkb(geometry(3001, [2, 48, 7, 120]));
    expect(readWkb(measured.ewkb)).toMatchObject({ geometry: { type: "Point", coordinates: [2, 48, 7] }, hasZ: true });
    expect(measured.reshaped).toMatchObject({ isMeasured: true });
    expect(plainWkb(geometry(2001, [2, 48, 0])).reshaped).toBeNull();
  });

  test("says how far the segments of an arc are from it", () => {
    const { reshaped } = plainWkb(curve({ code: 8, positions: half }));
    // A radius of 1: each quarter is cut into 23 segments.
    expect(reshaped?.arcs).toBeCloseTo(1 - Math.cos(Math.PI / 92), 9);
  });
});
