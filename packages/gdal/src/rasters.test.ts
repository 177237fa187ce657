// @own-children
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defaultLimits, type InspectedRaster } from "./model.ts";
import { testFiles, utf8 } from "./testing/lay-files.ts";
import { makeGeoTiff } from "./testing/make-geotiff.ts";
import { ESRI_LAMBERT_93 } from "./testing/prj-texts.ts";
import { buildZip } from "./testing/zip-builder.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-gdal-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const { inspect: inspectContent } = testFiles(() => directory);
async function inspect(fileName: string, content: Uint8Array) {
  return (await inspectContent(content, fileName)).inspection;
}

/** A slope that rises to the east, with no value in its first pixel. */
const slope = (width: number, height: number) =>
  Float32Array.from({ length: width * height }, (_, at) => (at === 0 ? -9999 : (at % width) * 3));
const LYON = [842_000, 6_519_000, 2] as const;
const pixelOf = ({ preview }: InspectedRaster, x: number, y: number) => {
  const rgba = Buffer.from(preview?.rgba ?? "", "base64");
  return [...rgba.subarray((y * (preview?.width ?? 0) + x) * 4, (y * (preview?.width ?? 0) + x + 1) * 4)];
};
const grid = (rows: string) => `ncols 3\nnrows 2\nxllcorner 842000\nyllcorner 6518996\ncellsize 2\nNODATA_value -9999\n${rows}\n`;

test("reads a GeoTIFF of heights with its CRS, its place and a shaded picture", async () => {
  const found = await inspect("mnt.tif", makeGeoTiff({ size: [40, 20], values: slope(40, 20), nodata: -9999, srid: 2154, place: LYON }));
  expect(found).toMatchObject({ driver: "geotiff", layers: [], findings: [] });
  const [raster] = found.rasters;
  if (!raster) throw new Error("no raster");
  expect(raster).toMatchObject({
    name: "mnt",
    format: "geotiff",
    entry: null,
    size: [40, 20],
    bands: [{ type: "Float32", nodata: -9999 }],
    crs: { srid: 2154, how: "declared" },
    pixelSize: [2, 2],
    extent: [842_000, 6_518_960, 842_080, 6_519_000],
    corners: [
      [842_000, 6_519_000],
      [842_000, 6_518_960],
      [842_080, 6_518_960],
      [842_080, 6_519_000],
    ],
    preview: { width: 40, height: 20 },
  });
  expect(pixelOf(raster, 0, 0)).toEqual([0, 0, 0, 0]);
  const [west, east] = [pixelOf(raster, 5, 10), pixelOf(raster, 35, 10)];
  expect(west[3]).toBe(255);
  expect(east[0]).toBeGreaterThan(west[0] ?? 255);
});

test("reads byte bands as colours, and the fourth as opacity", async () => {
  const values = Uint8Array.from([255, 0, 0, 255, 0, 255, 0, 128, 0, 0, 255, 0, 9, 9, 9, 255]);
  const { rasters } = await inspect(
    "ortho.tif",
    makeGeoTiff({ size: [2, 2], bands: 4, values, srid: 3857, place: [550_000, 5_740_000, 1] }),
  );
  const [raster] = rasters;
  if (!raster) throw new Error("no raster");
  expect([pixelOf(raster, 0, 0), pixelOf(raster, 1, 0), pixelOf(raster, 0, 1)]).toEqual([
    [255, 0, 0, 255],
    [0, 255, 0, 128],
    [0, 0, 255, 0],
  ]);
});

test("reduces large rasters for the picture", async () => {
  const { rasters } = await inspect("large.tif", makeGeoTiff({ size: [1500, 600], values: slope(1500, 600), srid: 2154, place: LYON }));
  expect(rasters[0]?.preview).toMatchObject({ width: 384, height: 154 });
});

test("finds the CRS of an ASCII grid by its place, or in the .prj beside it", async () => {
  const alone = await inspect("mnt.asc", utf8(grid("1 2 3\n4 -9999 6")));
  expect(alone.rasters).toMatchObject([
    { format: "ascii-grid", size: [3, 2], crs: { how: "guessed" }, extent: [842_000, 6_518_996, 842_006, 6_519_000] },
  ]);
  expect(alone.rasters[0]?.crs.candidates).toContain(2154);
  const zipped = await inspect(
    "mnt.zip",
    buildZip([
      { name: "d/MNT.ASC", content: utf8(grid("1 2 3\n4 5 6")) },
      { name: "d/MNT.prj", content: utf8(ESRI_LAMBERT_93) },
    ]),
  );
  expect(zipped).toMatchObject({
    driver: "zip",
    layers: [],
    findings: [],
    documents: [],
    rasters: [{ name: "MNT", entry: "d/MNT.ASC", crs: { srid: 2154, how: "by-name" } }],
  });
});

test("places a picture by its world file, also when rotated; keeps a scanned page as a document", async () => {
  const values = Float32Array.from({ length: 12 }, (_, at) => at);
  const picture = makeGeoTiff({ size: [4, 3], values });
  const turned = "0\n2\n2\n0\n842001\n6519001\n";
  const found = await inspect(
    "plans.zip",
    buildZip([
      { name: "turned.tif", content: picture },
      { name: "turned.tfw", content: utf8(turned) },
      { name: "page.tif", content: picture },
    ]),
  );
  expect(found.rasters).toMatchObject([{ name: "turned", pixelSize: [2, 2], crs: { how: "guessed" } }]);
  expect(found.rasters[0]?.corners).toEqual([
    [842_000, 6_519_000],
    [842_006, 6_519_000],
    [842_006, 6_519_008],
    [842_000, 6_519_008],
  ]);
  expect(found.documents.map(({ path }) => path)).toEqual(["page.tif"]);
  const alone = await inspect("page.tif", picture);
  expect(alone).toMatchObject({ rasters: [], findings: [{ rule: "raster-not-placed", severity: "error" }] });
});

test("reports a header with a false size, at little cost", async () => {
  const liar = makeGeoTiff({ size: [4, 3], values: new Float32Array(12), srid: 2154, place: LYON, pretended: [1_000_000, 1_000_000] });
  const found = await inspect("liar.tif", liar);
  expect(found.rasters).toMatchObject([{ size: [1_000_000, 1_000_000], preview: null }]);
  expect(found.findings).toMatchObject([{ rule: "raster-too-large", severity: "info", params: { pixels: 1e12 } }]);
  expect(found.usage.peakMemoryBytes).toBeLessThan(defaultLimits.memoryBytes);
  const cut = await inspect("cut.tif", makeGeoTiff({ size: [40, 20], values: slope(40, 20), srid: 2154, place: LYON }).subarray(0, 300));
  expect(cut.findings).toMatchObject([{ rule: "unreadable", severity: "error" }]);
});
