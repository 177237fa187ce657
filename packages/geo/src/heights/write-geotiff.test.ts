import { fromArrayBuffer } from "geotiff";
import { expect, it } from "vitest";
import { type HeightGrid, NODATA } from "./height-grid.ts";
import { writeGeoTiff } from "./write-geotiff.ts";

const grid: HeightGrid = {
  columns: 700,
  rows: 531,
  west: 292_000,
  north: 6_833_000,
  cell: 2,
  srid: 2154,
  values: Float32Array.from({ length: 700 * 531 }, (_, i) => (i % 701 === 0 ? NODATA : 50 + Math.sin(i / 900) * 20)),
};

async function read(pieces: Uint8Array<ArrayBuffer>[]) {
  return fromArrayBuffer(await new Blob(pieces).arrayBuffer());
}

it("writes heights that another reader finds in their place, with coarser copies", async () => {
  const file = await read(await writeGeoTiff({ ...grid, nodata: NODATA }));
  expect(await file.getImageCount()).toBe(3);
  const image = await file.getImage();
  expect([image.getWidth(), image.getHeight(), image.getTileWidth()]).toEqual([700, 531, 256]);
  expect(image.getBoundingBox()).toEqual([292_000, 6_831_938, 293_400, 6_833_000]);
  expect(image.getGDALNoData()).toBe(NODATA);
  expect(image.getGeoKeys()).toMatchObject({ GTModelTypeGeoKey: 1, GTRasterTypeGeoKey: 1, ProjectedCSTypeGeoKey: 2154 });
  const [values] = await image.readRasters();
  expect(values).toEqual(grid.values);
  const [half] = await (await file.getImage(1)).readRasters();
  expect((half as Float32Array).length).toBe(350 * 266);
  // The upper left cell has no height: the mean is that of its three neighbours.
  const around = [1, 700, 701].map((i) => grid.values[i] as number).filter((value) => value !== NODATA);
  expect((half as Float32Array)[0]).toBeCloseTo(around.reduce((sum, value) => sum + value, 0) / around.length, 4);
});

it("writes one byte a cell, in degrees or without a CRS", async () => {
  const shades = { ...grid, columns: 300, rows: 10, values: new Uint8Array(3000).fill(7), nodata: 0 };
  const degrees = await read(await writeGeoTiff({ ...shades, srid: 4326 }));
  expect((await degrees.getImage()).getGeoKeys()).toMatchObject({ GTModelTypeGeoKey: 2, GeographicTypeGeoKey: 4326 });
  const nowhere = await (await read(await writeGeoTiff({ ...shades, srid: null }))).getImage();
  expect(nowhere.getGeoKeys()).not.toHaveProperty("ProjectedCSTypeGeoKey");
  const [values] = await nowhere.readRasters();
  expect(values).toEqual(shades.values);
});
