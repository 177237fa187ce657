import { expect, test } from "vitest";
import { geometryBbox, hasFiniteCoordinates, isFeature, isGeometry } from "./geojson.ts";

test("accepts the geometry types and refuses malformed ones", () => {
  expect(isGeometry({ type: "Point", coordinates: [1, 2] })).toBe(true);
  expect(isGeometry({ type: "MultiPolygon", coordinates: [[[[0, 0, 5]]]] })).toBe(true);
  expect(isGeometry({ type: "GeometryCollection", geometries: [{ type: "Point", coordinates: [1, 2] }] })).toBe(true);
  for (const value of [
    null,
    { type: "Point", coordinates: ["1", 2] },
    { type: "Polygon", coordinates: [[1, 2]] },
    { type: "Circle", coordinates: [1, 2] },
    { type: "toString", coordinates: [1, 2] },
    { type: "GeometryCollection", geometries: [null] },
  ])
    expect(isGeometry(value)).toBe(false);
  expect(isFeature({ type: "Feature", geometry: null, properties: null })).toBe(true);
  expect(isFeature({ type: "Feature", geometry: {}, properties: null })).toBe(false);
});

test("refuses collections that are nested too deep", () => {
  let nested: unknown = { type: "Point", coordinates: [0, 0] };
  for (let depth = 0; depth < 50; depth++) nested = { type: "GeometryCollection", geometries: [nested] };
  expect(isGeometry(nested)).toBe(false);
});

test("computes boxes and checks for finite coordinates", () => {
  expect(
    geometryBbox({
      type: "MultiLineString",
      coordinates: [
        [
          [1, 5],
          [3, 2],
        ],
        [[-1, 4]],
      ],
    }),
  ).toEqual([-1, 2, 3, 5]);
  expect(geometryBbox({ type: "MultiPoint", coordinates: [] })).toBeNull();
  expect(hasFiniteCoordinates({ type: "Point", coordinates: [0, Number.POSITIVE_INFINITY] })).toBe(false);
});
