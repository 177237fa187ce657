import { HeightCheck, type HeightFacts } from "@archipel/geo/heights/check-heights.ts";
import type { HeightProduct } from "@archipel/geo/heights/height-names.ts";
import type { Gdal } from "./wasm.ts";

/** Cells of a part that is in memory: 16 MB. */
const PART_CELLS = 4_000_000;
const MOST_COLUMNS = 16_384;

/** A part of a raster: first column and row, columns, rows. */
export type CellWindow = readonly [left: number, top: number, columns: number, rows: number];

/** The first band of a part as numbers of 32 bits, row by row. */
export function readCells(gdal: Gdal, dataset: number, [left, top, columns, rows]: CellWindow, isScaled: boolean): Float32Array {
  const window = ["-srcwin", left, top, columns, rows].map(String);
  const bytes = gdal.resample(dataset, ["-of", "ENVI", "-ot", "Float32", "-b", "1", ...(isScaled ? ["-unscale"] : []), ...window]);
  return new Float32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.byteLength / 4));
}

/** Looks at all cells of a raster, some rows at a time. */
export function scanHeights(
  gdal: Gdal,
  dataset: number,
  size: readonly [number, number],
  { nodata, product, isScaled }: { nodata: number | null; product: HeightProduct; isScaled: boolean },
): HeightFacts {
  const check = new HeightCheck(size, nodata, product);
  const [columns, rows] = size;
  const width = Math.min(columns, MOST_COLUMNS);
  // Blocks of files are 256 or 512 rows high: a part begins where a block does.
  const height = Math.max(256, Math.floor(PART_CELLS / width / 512) * 512);
  for (let top = 0; top < rows; top += height)
    for (let left = 0; left < columns; left += width) {
      const window = [left, top, Math.min(width, columns - left), Math.min(height, rows - top)] as const;
      check.add(readCells(gdal, dataset, window, isScaled), left, top, window[2]);
    }
  return check.facts();
}
