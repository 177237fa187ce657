import fc from "fast-check";
import { expect, it } from "vitest";
import { cutGrid, patchGrid, rangeOf } from "./grid-parts.ts";
import { type HeightGrid, heightAt, NODATA } from "./height-grid.ts";
import { readWrittenGeoTiff } from "./read-geotiff.ts";
import { writeGeoTiff } from "./write-geotiff.ts";

/** A plane, with a gap in each 17th cell. */
function plane(columns: number, rows: number, west = 292_000, north = 6_833_000, cell = 2, rise = 1): HeightGrid {
  const values = Float32Array.from({ length: columns * rows }, (_, i) =>
    i % 17 === 3 ? NODATA : rise * (Math.floor(i / columns) * 0.25 + (i % columns) * 0.5),
  );
  return { columns, rows, west, north, cell, srid: 2154, values };
}

const joined = async (pieces: Uint8Array<ArrayBuffer>[]) => new Uint8Array(await new Blob(pieces).arrayBuffer());

it("reads back every grid that the writer writes", async () => {
  const size = fc.integer({ min: 1, max: 300 });
  await fc.assert(
    fc.asyncProperty(size, size, fc.constantFrom(2154, 4326, null), async (columns, rows, srid) => {
      const grid = { ...plane(columns, rows), srid };
      expect(await readWrittenGeoTiff(await joined(await writeGeoTiff({ ...grid, nodata: NODATA })))).toEqual(grid);
    }),
    { numRuns: 25 },
  );
});

it("refuses what is no grid of ours", async () => {
  const shade = await joined(await writeGeoTiff({ ...plane(20, 20), values: new Uint8Array(400), nodata: 0 }));
  await expect(readWrittenGeoTiff(shade)).rejects.toThrow(RangeError);
  await expect(readWrittenGeoTiff(new Uint8Array(64))).rejects.toThrow(RangeError);
});

it("puts a part back where it was cut out, and leaves all other cells", () => {
  const edge = fc.integer({ min: 0, max: 39 });
  fc.assert(
    fc.property(edge, edge, edge, edge, (a, b, c, d) => {
      const grid = plane(40, 40);
      const [left, right, top, bottom] = [Math.min(a, b), Math.max(a, b) + 1, Math.min(c, d), Math.max(c, d) + 1];
      const box = [grid.west + left * 2, grid.north - bottom * 2, grid.west + right * 2, grid.north - top * 2] as const;
      const part = cutGrid(grid, [...box]);
      expect([part.columns, part.rows]).toEqual([right - left, bottom - top]);
      expect(patchGrid(grid, part)).toEqual(grid);
      const raised = patchGrid(grid, { ...part, values: part.values.map((value) => (value === NODATA ? value : value + 100)) });
      for (const [i, value] of raised.values.entries()) {
        const [x, y] = [i % 40, Math.floor(i / 40)];
        const isInside = x >= left && x < right && y >= top && y < bottom;
        const before = grid.values[i] as number;
        expect(value).toBe(isInside && before !== NODATA ? before + 100 : before);
      }
    }),
  );
});

it("leaves cells beyond the grid empty", () => {
  const part = cutGrid(plane(4, 4), [291_996, 6_832_990, 292_004, 6_833_002]);
  expect([part.columns, part.rows]).toEqual([4, 6]);
  expect(heightAt(part, 291_997, 6_832_999)).toBeNull();
  expect(part.values[1 * 4 + 2]).toBe(0);
  expect(cutGrid(plane(4, 4), [0, 0, 4, 4]).values.every((value) => value === NODATA)).toBe(true);
});

it("finds the range of heights", () => {
  expect(rangeOf(plane(3, 1))).toEqual({ low: 0, high: 1, cells: 3 });
  expect(rangeOf({ values: new Float32Array(4).fill(NODATA) })).toBeNull();
});
