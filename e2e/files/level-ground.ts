import { makeGeoTiff } from "../../packages/gdal/src/testing/make-geotiff.ts";

/** A place (lon, lat) on the level ground. */
export const ON_GROUND = [-5.257975, 46.486912] as const;

/** A terrain model of the old town, everywhere of one height: GeoTIFF of 32-bit numbers in Lambert-93. */
export function levelGround(height: number): Buffer {
  const [columns, rows] = [200, 160];
  const values = new Float32Array(columns * rows).fill(height);
  return makeGeoTiff({ size: [columns, rows], values, nodata: -9999, srid: 2154, place: [67_400, 6_633_000, 10] });
}
