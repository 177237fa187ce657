import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Geometry, Position } from "./geojson.ts";
import { geometryBbox } from "./geojson.ts";
import { bboxOfWkb, readWkb, scanWkb, WkbError, writeEwkb } from "./wkb.ts";
import { commonType, promoteWkb } from "./wkb-promote.ts";

const ordinate = fc.double({ min: -1e7, max: 1e7, noNaN: true }).map((value) => value + 0);
const positionOf = (hasZ: boolean): fc.Arbitrary<Position> =>
  hasZ ? fc.tuple(ordinate, ordinate, ordinate) : fc.tuple(ordinate, ordinate);

function geometryOf(hasZ: boolean): fc.Arbitrary<Geometry> {
  const position = positionOf(hasZ);
  const line = fc.array(position, { minLength: 2, maxLength: 6 });
  const rings = fc.array(line, { minLength: 1, maxLength: 3 });
  const simple = fc.oneof(
    fc.record({ type: fc.constant("Point" as const), coordinates: position }),
    fc.record({ type: fc.constant("LineString" as const), coordinates: line }),
    fc.record({ type: fc.constant("Polygon" as const), coordinates: rings }),
    fc.record({ type: fc.constant("MultiPoint" as const), coordinates: line }),
    fc.record({ type: fc.constant("MultiLineString" as const), coordinates: rings }),
    fc.record({ type: fc.constant("MultiPolygon" as const), coordinates: fc.array(rings, { maxLength: 3 }) }),
  );
  return fc.oneof(simple, fc.record({ type: fc.constant("GeometryCollection" as const), geometries: fc.array(simple, { maxLength: 3 }) }));
}

describe("EWKB", () => {
  test.each([false, true])("reads back what it writes (heights: %s)", (hasZ) => {
    fc.assert(
      fc.property(geometryOf(hasZ), fc.option(fc.integer({ min: 1, max: 999_999 })), (geometry, srid) => {
        const read = readWkb(writeEwkb(geometry, srid, hasZ));
        expect(read.geometry).toEqual(geometry);
        expect(read.srid).toBe(srid);
      }),
    );
  });

  test("finds the same box by a scan as by the geometry", () => {
    fc.assert(
      fc.property(geometryOf(true), (geometry) => {
        const facts = scanWkb(writeEwkb(geometry, 2154, true));
        expect(facts).toMatchObject({ type: geometry.type, hasZ: true, bbox: geometryBbox(geometry), isFinite: true });
      }),
    );
  });

  test("reads ISO and big-endian bytes", () => {
    // PointZ 1 2 3, big-endian, ISO type 1001.
    const bytes = Uint8Array.from(Buffer.from("00000003e93ff000000000000040000000000000004008000000000000", "hex"));
    expect(readWkb(bytes)).toEqual({ geometry: { type: "Point", coordinates: [1, 2, 3] }, srid: null, hasZ: true });
  });

  test("reports infinite ordinates, and no box for an empty point", () => {
    expect(scanWkb(writeEwkb({ type: "Point", coordinates: [Number.POSITIVE_INFINITY, 1] }, null, false)).isFinite).toBe(false);
    expect(scanWkb(writeEwkb({ type: "Point", coordinates: [Number.NaN, Number.NaN] }, null, false))).toMatchObject({
      bbox: null,
      positions: 0,
      isFinite: true,
    });
  });

  test("has a box for a geometry alone, none for a blank or broken one", () => {
    const line = writeEwkb(
      {
        type: "LineString",
        coordinates: [
          [1, 5],
          [3, 2],
        ],
      },
      2154,
      false,
    );
    expect(
      [line, line.subarray(0, 20), writeEwkb({ type: "Point", coordinates: [Number.NaN, Number.NaN] }, null, false)].map(bboxOfWkb),
    ).toEqual([[1, 2, 3, 5], null, null]);
  });

  test("ends with a WkbError on any truncated or damaged input, without hanging", () => {
    fc.assert(
      fc.property(geometryOf(false), fc.nat(), fc.nat(255), (geometry, at, value) => {
        const whole = writeEwkb(geometry, 4326, false);
        const damaged = whole.slice();
        damaged[at % damaged.length] = value;
        for (const bytes of [whole.subarray(0, at % whole.length), damaged]) {
          try {
            readWkb(bytes);
            scanWkb(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(WkbError);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("promotion to a column's type", () => {
  const square: Position[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 0],
  ];

  test("wraps a single into a multi with the column's SRID, without parsing", () => {
    const promoted = promoteWkb(writeEwkb({ type: "Polygon", coordinates: [square] }, null, false), {
      type: "MultiPolygon",
      srid: 2154,
      hasZ: false,
    });
    expect(readWkb(promoted)).toEqual({ geometry: { type: "MultiPolygon", coordinates: [[square]] }, srid: 2154, hasZ: false });
  });

  test("adds or removes heights as the column requires", () => {
    const flat = writeEwkb({ type: "Point", coordinates: [1, 2] }, null, false);
    expect(readWkb(promoteWkb(flat, { type: "Point", srid: 4326, hasZ: true })).geometry).toEqual({
      type: "Point",
      coordinates: [1, 2, 0],
    });
    const high = writeEwkb({ type: "Point", coordinates: [1, 2, 3] }, null, true);
    expect(readWkb(promoteWkb(high, { type: "MultiPoint", srid: 4326, hasZ: false })).geometry).toEqual({
      type: "MultiPoint",
      coordinates: [[1, 2]],
    });
  });

  test("refuses what does not fit", () => {
    const point = writeEwkb({ type: "Point", coordinates: [1, 2] }, null, false);
    expect(() => promoteWkb(point, { type: "MultiPolygon", srid: 4326, hasZ: false })).toThrow(WkbError);
  });

  test("finds common types", () => {
    expect(commonType("Polygon", "Polygon")).toBe("Polygon");
    expect(commonType("Polygon", "MultiPolygon")).toBe("MultiPolygon");
    expect(commonType("Point", "LineString")).toBe("Geometry");
  });

  test("keeps the type in a column for any mix", () => {
    const line: Geometry = { type: "LineString", coordinates: square };
    const promoted = promoteWkb(writeEwkb(line, null, false), { type: "Geometry", srid: 4326, hasZ: false });
    expect(readWkb(promoted)).toEqual({ geometry: line, srid: 4326, hasZ: false });
  });
});
