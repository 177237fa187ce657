// @own-children
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NODATA } from "@archipel/geo/heights/height-grid.ts";
import { readWrittenGeoTiff } from "@archipel/geo/heights/read-geotiff.ts";
import { writeGeoTiff } from "@archipel/geo/heights/write-geotiff.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inspectFile } from "./inspect.ts";
import { verticalOf } from "./sandbox/vertical-crs.ts";
import { testFiles } from "./testing/lay-files.ts";
import { makeGeoTiff } from "./testing/make-geotiff.ts";
import { buildZip } from "./testing/zip-builder.ts";
import { withHeightBlocks } from "./write-heights.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-gdal-heights-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const { inspect } = testFiles(() => directory);
const LYON = [842_000, 6_519_000, 2] as const;
const heightsOf = async (content: Uint8Array, fileName: string) => (await inspect(content, fileName)).inspection.rasters[0];

async function laid(content: Uint8Array, name: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

async function written(path: string, entry: string | null, format: "geotiff" | "ascii-grid" | "xyz", nodata: number | null = null) {
  const asked = { entry, format, srid: 2154, verticalSrid: 5720, nodata };
  return withHeightBlocks(
    path,
    asked,
    async () => {},
    (blocks) =>
      Promise.all(blocks.map(async (block) => ({ ...block, grid: await readWrittenGeoTiff(new Uint8Array(await readFile(block.path))) }))),
  );
}

test("what is written says its vertical reference, and the inspection reads it", async () => {
  const grid = { columns: 3, rows: 2, west: 842_000, north: 6_519_000, cell: 2, srid: 2154, values: new Float32Array([1, 2, 3, 4, 5, 6]) };
  const bytes = Buffer.concat(await writeGeoTiff({ ...grid, nodata: NODATA, verticalSrid: 5720 }));
  expect(await heightsOf(bytes, "grille.tif")).toMatchObject({
    crs: { srid: 2154, how: "declared" },
    heights: { product: "dtm", verticalSrid: 5720, range: [1, 6], emptyShare: 0, isSquare: true, isServable: true },
    findings: [],
  });
});

test("the vertical part of a compound CRS is known by its code, by that of the compound, or by its name", () => {
  const compound = (vertical: object, code?: number) => ({
    components: [{ name: "RGF93 v1 / Lambert-93" }, vertical],
    ...(code && { id: { authority: "EPSG", code } }),
  });
  expect(verticalOf(compound({ name: "?", id: { authority: "EPSG", code: 5721 } }))).toBe(5721);
  expect(verticalOf(compound({ name: "?" }, 5698))).toBe(5720);
  expect(verticalOf(compound({ name: "NGF-IGN69 height" }))).toBe(5720);
  expect(verticalOf(compound({ name: "NGF_IGN_1978" }))).toBe(5721);
  expect(verticalOf(compound({ name: "unknown", id: { authority: "EPSG", code: 99_999 } }))).toBeNull();
  expect(verticalOf(compound({ name: "Mean sea level of a lake" }))).toBeNull();
  expect([verticalOf({ name: "RGF93 v1 / Lambert-93" }), verticalOf(null)]).toEqual([null, null]);
});

test("name and file are compared, and what neither says is asked for", async () => {
  const grid = {
    columns: 2,
    rows: 2,
    west: 842_000,
    north: 6_519_000,
    cell: 2,
    srid: 2154,
    values: new Float32Array([1, 2, 3, 4]),
    nodata: NODATA,
  };
  const stated = Buffer.concat(await writeGeoTiff({ ...grid, verticalSrid: 5720 }));
  const silent = Buffer.concat(await writeGeoTiff(grid));
  const rulesOf = async (bytes: Uint8Array, name: string) => (await heightsOf(bytes, name))?.findings.map(({ rule }) => rule);
  expect(await rulesOf(stated, "MNT_IGN78.tif")).toEqual(["heights-datum-contradicts"]);
  expect(await rulesOf(silent, "MNT.tif")).toEqual(["heights-datum-unknown"]);
  expect(await rulesOf(silent, "MNT_IGN69.tif")).toEqual([]);
  // Heights above the ground refer to the ground.
  expect(await rulesOf(silent, "MNH.tif")).toEqual([]);
});

test("rasters that are no heights have none: pictures, several bands", async () => {
  const place = { srid: 2154, place: LYON } as const;
  expect(await heightsOf(makeGeoTiff({ size: [2, 2], values: new Uint8Array(4), ...place }), "MNT.tif")).toMatchObject({ heights: null });
  expect(await heightsOf(makeGeoTiff({ size: [2, 2], bands: 2, values: new Float32Array(8), ...place }), "MNT.tif")).toMatchObject({
    heights: null,
  });
});

test("a raster of an archive is written with its heights, its place and empty cells; a value that a person names is empty too", async () => {
  const values = Float32Array.from({ length: 800 }, (_, i) => (i === 0 ? -9999 : i === 1 ? 0 : 100 + i));
  const zip = await laid(
    buildZip([{ name: "d/mnt.tif", content: makeGeoTiff({ size: [40, 20], values, nodata: -9999, srid: 2154, place: LYON }) }]),
    "mnt.zip",
  );
  const [block, ...others] = await written(zip, "d/mnt.tif", "geotiff", 0);
  expect(others).toEqual([]);
  expect(block).toMatchObject({
    column: 0,
    row: 0,
    columns: 40,
    rows: 20,
    west: 842_000,
    north: 6_519_000,
    cell: 2,
    low: 102,
    high: 899,
    cells: 798,
  });
  expect([...(block?.grid.values.subarray(0, 3) ?? [])]).toEqual([NODATA, NODATA, 102]);
});

test("a large raster is cut into blocks that fit together; a block without heights is left out", async () => {
  const [columns, rows] = [9_000, 12];
  const values = Float32Array.from({ length: columns * rows }, (_, i) =>
    i % columns >= 4_000 && i % columns < 8_000 ? -9999 : (i % columns) / 8,
  );
  const path = await laid(makeGeoTiff({ size: [columns, rows], values, nodata: -9999, srid: 2154, place: LYON }), "wide.tif");
  const blocks = await written(path, null, "geotiff");
  expect(blocks.map(({ column, west, columns: width, low, high }) => [column, west, width, low, high])).toEqual([
    [0, 842_000, 4_000, 0, 3_999 / 8],
    [2, 842_000 + 16_000, 1_000, 1_000, 8_999 / 8],
  ]);
});

test("texts give the same cells as the grid that they were written from", async () => {
  const heights = [7, 8.25, NODATA, 9, 10, 11];
  const asc = `ncols 3\nnrows 2\nxllcorner 842000\nyllcorner 6518996\ncellsize 2\nNODATA_value -9999\n${heights.join(" ")}\n`;
  const positions = [0, 1, 2, 3, 4, 5].map((i) => `${842_001 + (i % 3) * 2},${6_518_999 - Math.floor(i / 3) * 2},${heights[i]}`);
  const [grid] = await written(await laid(Buffer.from(asc), "grid.asc"), null, "ascii-grid");
  const [list] = await written(await laid(Buffer.from(positions.reverse().join("\n")), "grid.xyz"), null, "xyz");
  expect([...(grid?.grid.values ?? [])]).toEqual(heights);
  expect(list?.grid).toEqual(grid?.grid);
});

test("a hostile raster does not take long: a huge grid in a small file, a text of one endless line", async () => {
  const bomb = makeGeoTiff({ size: [10, 10], values: new Float32Array(100), srid: 2154, place: LYON, pretended: [200_000, 200_000] });
  const found = await inspectFile(await laid(bomb, "MNT.tif"), { fileName: "MNT.tif" });
  expect(found.rasters.every(({ heights }) => heights?.range === null)).toBe(true);
  const endless = await inspectFile(await laid(Buffer.from(`1 2 3\n1 3 3\n1 4 3\n1 5 3\n1 6 3\n${"7".repeat(3_000_000)}`), "a.xyz"), {
    fileName: "a.xyz",
  });
  expect(endless).toMatchObject({ rasters: [], findings: [{ rule: "xyz-line", params: { line: 6 } }] });
});

test("cells that are not square are named, and so is a grid with too many cells to check", async () => {
  const values = new Float32Array([1, 2, 3, 4, 5, 6]);
  const world = "2\n0\n0\n-3\n842001\n6518998.5\n";
  const oblong = buildZip([
    { name: "MNT_IGN69.tif", content: makeGeoTiff({ size: [3, 2], values }) },
    { name: "MNT_IGN69.tfw", content: Buffer.from(world) },
  ]);
  expect(await heightsOf(oblong, "mnt.zip")).toMatchObject({
    heights: { product: "dtm", isSquare: false, range: [1, 6] },
    findings: [{ rule: "heights-not-square", severity: "warning", subject: "MNT_IGN69.tif" }],
  });
  const pretended = [40_000, 40_000] as const;
  const huge = makeGeoTiff({ size: [3, 2], values, srid: 2154, place: LYON, nodata: -9999, pretended });
  expect(await heightsOf(huge, "MNT_IGN69.tif")).toMatchObject({
    heights: { product: "dtm", isSquare: true, range: null, emptyShare: null },
    findings: [{ rule: "heights-unread", severity: "info" }],
  });
});

test("a position that comes again with another height is found with its line and place; the first height counts", async () => {
  const lines = Array.from({ length: 12 }, (_, i) => `${842_001 + (i % 4) * 2} ${6_518_999 - Math.floor(i / 4) * 2} ${100 + i}`);
  const same = await heightsOf(Buffer.from([...lines, lines[5]].join("\n")), "MNT_LAMB93_IGN69.xyz");
  expect(same?.findings).toEqual([]);
  const twice = Buffer.from([...lines, "842003 6518997 900", "842003 6518997 901"].join("\n"));
  expect(await heightsOf(twice, "MNT_LAMB93_IGN69.xyz")).toMatchObject({
    heights: { range: [100, 111] },
    findings: [{ rule: "heights-repeated", severity: "warning", params: { cells: 2, line: 13 }, at: [842_003, 6_518_997] }],
  });
});

test("a value that a person names is empty in the picture too", async () => {
  const values = Float32Array.from({ length: 400 }, (_, i) => (i < 200 ? 0 : 50 + (i % 20)));
  const path = await laid(makeGeoTiff({ size: [20, 20], values, srid: 2154, place: LYON }), "MNT_IGN69.tif");
  const alphaOf = async (nodata?: number) => {
    const heightChoices = { "": nodata === undefined ? {} : { nodata } };
    const { rasters } = await inspectFile(path, { fileName: "MNT_IGN69.tif", heightChoices });
    return Buffer.from(rasters[0]?.preview?.rgba ?? "", "base64")[3];
  };
  expect([await alphaOf(), await alphaOf(0)]).toEqual([255, 0]);
});
