import { type HeightGrid, NODATA } from "@archipel/geo/heights/height-grid.ts";
import { writeGeoTiff } from "@archipel/geo/heights/write-geotiff.ts";
import type { Grid } from "./grid.ts";

/** Heights above the sea as a cloud-optimised GeoTIFF in Lambert-93. The sea has no value. */
export async function geoTiffOf(grid: Grid, heights: Float32Array): Promise<Buffer> {
  const { columns, rows, west, south, cellMetres } = grid;
  const values = new Float32Array(columns * rows);
  // Rows of the relief go from the south.
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const height = heights[(rows - 1 - row) * columns + column] ?? 0;
      values[row * columns + column] = height > 0 ? Math.round(height * 10) / 10 : NODATA;
    }
  const picture: HeightGrid = { columns, rows, west, north: south + rows * cellMetres, cell: cellMetres, srid: 2154, values };
  return Buffer.concat(await writeGeoTiff({ ...picture, nodata: NODATA }));
}
