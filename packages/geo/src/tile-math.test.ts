import fc from "fast-check";
import { expect, test } from "vitest";
import { bboxContains, isLonLatBbox } from "./bbox.ts";
import { bboxFromMercator, bboxToMercator, HALF_WORLD_METRES, lonLatToMercator, MAX_MERCATOR_LATITUDE } from "./mercator.ts";
import { isValidTile, lonLatToTile, tilesCovering, tileToBbox, tileToMercatorBbox } from "./tile-math.ts";

test("finds the tiles of known places: Paris at zoom 10, the corners of the world", () => {
  expect(lonLatToTile(2.3522, 48.8566, 10)).toEqual({ z: 10, x: 518, y: 352 });
  expect(lonLatToTile(-180, 90, 3)).toEqual({ z: 3, x: 0, y: 0 });
  expect(lonLatToTile(180, -90, 3)).toEqual({ z: 3, x: 7, y: 7 });
  expect(tileToMercatorBbox({ z: 0, x: 0, y: 0 })).toEqual([-HALF_WORLD_METRES, -HALF_WORLD_METRES, HALF_WORLD_METRES, HALF_WORLD_METRES]);
  expect(lonLatToMercator(0, MAX_MERCATOR_LATITUDE)[1]).toBeCloseTo(HALF_WORLD_METRES, 3);
});

test("finds a tile that contains the point, at every zoom", () => {
  const lon = fc.double({ min: -179.9, max: 179.9, noNaN: true });
  const lat = fc.double({ min: -85, max: 85, noNaN: true });
  fc.assert(
    fc.property(lon, lat, fc.integer({ min: 0, max: 20 }), (lonDegrees, latDegrees, z) => {
      const tile = lonLatToTile(lonDegrees, latDegrees, z);
      expect(isValidTile(tile)).toBe(true);
      const [west, south, east, north] = tileToBbox(tile);
      const margin = 1e-9;
      expect(
        bboxContains([west - margin, south - margin, east + margin, north + margin], [lonDegrees, latDegrees, lonDegrees, latDegrees]),
      ).toBe(true);
    }),
  );
});

test("converts degrees to metres and back", () => {
  const box = bboxFromMercator(bboxToMercator([-4.5, 41.2, 9.6, 51.1]));
  for (const [index, value] of [-4.5, 41.2, 9.6, 51.1].entries()) expect(box[index]).toBeCloseTo(value, 9);
});

test("refuses impossible tiles", () => {
  for (const tile of [
    { z: -1, x: 0, y: 0 },
    { z: 2, x: 4, y: 0 },
    { z: 2, x: 0, y: -1 },
    { z: 2.5, x: 0, y: 0 },
    { z: 30, x: 0, y: 0 },
    { z: 3, x: Number.NaN, y: 0 },
  ])
    expect(isValidTile(tile)).toBe(false);
});

test("lists the tiles that cover a box", () => {
  expect([...tilesCovering([-1, -1, 1, 1], 1)]).toHaveLength(4);
  expect([...tilesCovering([2.3, 48.8, 2.31, 48.81], 8)]).toHaveLength(1);
});

test("refuses invalid boxes", () => {
  expect(isLonLatBbox([0, 0, 1, 1])).toBe(true);
  for (const value of [null, [0, 0, 1], [1, 0, 0, 1], [0, 0, 1, 91], [0, 0, Number.NaN, 1], ["0", 0, 1, 1]])
    expect(isLonLatBbox(value)).toBe(false);
});
