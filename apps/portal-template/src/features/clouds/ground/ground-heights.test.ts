import { HALF_WORLD_METRES } from "@archipel/geo/mercator.ts";
import { tileToMercatorBbox } from "@archipel/geo/tile-math.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { heightsIn, heightsOfPixels, tilesOver } from "./ground-heights.ts";

const squares = fc.record({
  centre: fc.tuple(fc.double({ min: -1.9e7, max: 1.9e7, noNaN: true }), fc.double({ min: -1.8e7, max: 1.8e7, noNaN: true })),
  half: fc.double({ min: 20, max: 40_000, noNaN: true }),
});

describe("heights of the ground", () => {
  it("are read from few tiles that cover the square", () => {
    fc.assert(
      fc.property(squares, fc.integer({ min: 6, max: 18 }), (square, maxZoom) => {
        const { first, columns, rows } = tilesOver(square, 96, maxZoom);
        expect(first.z).toBeLessThanOrEqual(maxZoom);
        expect(columns * rows).toBeLessThanOrEqual(9);
        const [west, , , north] = tileToMercatorBbox(first);
        const [, south, east] = tileToMercatorBbox({ z: first.z, x: first.x + columns - 1, y: first.y + rows - 1 });
        const [x, y] = square.centre;
        const limited = (value: number) => Math.min(HALF_WORLD_METRES, Math.max(-HALF_WORLD_METRES, value));
        expect(west).toBeLessThanOrEqual(limited(x - square.half) + 1e-6);
        expect(east).toBeGreaterThanOrEqual(limited(x + square.half) - 1e-6);
        expect(south).toBeLessThanOrEqual(limited(y - square.half) + 1e-6);
        expect(north).toBeGreaterThanOrEqual(limited(y + square.half) - 1e-6);
      }),
    );
  });

  it("are as fine as the cells where the tiles have them", () => {
    const { first } = tilesOver({ centre: [-500_000, 5_900_000], half: 1000 }, 96, 18);
    expect((2 * HALF_WORLD_METRES) / 2 ** first.z / 256).toBeLessThanOrEqual(2000 / 96);
  });

  it("are the numbers that colours mean", () => {
    fc.assert(
      fc.property(fc.double({ min: -400, max: 8000, noNaN: true }), (height) => {
        const value = Math.round((height + 32_768) * 256);
        const pixels = new Uint8ClampedArray([value >> 16, (value >> 8) & 255, value & 255, 255]);
        expect(Math.abs((heightsOfPixels(pixels)[0] ?? Number.NaN) - height)).toBeLessThan(0.005);
      }),
    );
  });

  it("have no step where tiles meet, and go on beyond the last", () => {
    const first = { z: 12, x: 2000, y: 1400 };
    const size = (2 * HALF_WORLD_METRES) / 2 ** 12;
    // A plane that rises by one metre a pixel eastward, and by two southward.
    const tile = (right: number, down: number) =>
      Float32Array.from({ length: 65_536 }, (_, i) => right * 256 + (i % 256) + 2 * (down * 256 + Math.floor(i / 256)));
    const at = heightsIn({ first, columns: 2, rows: 2 }, [tile(0, 0), tile(1, 0), tile(0, 1), tile(1, 1)]);
    const [west, , , north] = tileToMercatorBbox(first);
    fc.assert(
      fc.property(fc.double({ min: 1, max: 510, noNaN: true }), fc.double({ min: 1, max: 510, noNaN: true }), (column, row) => {
        expect(at(west + ((column + 0.5) / 256) * size, north - ((row + 0.5) / 256) * size)).toBeCloseTo(column + 2 * row, 3);
      }),
    );
    expect(at(west - 1e6, north + 1e6)).toBe(0);
  });
});
