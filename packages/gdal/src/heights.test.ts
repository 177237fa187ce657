import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inspectFile } from "./inspect.ts";
import { shapefile, testFiles, utf8 } from "./testing/lay-files.ts";
import { makeByGdal, pointCollection } from "./testing/made-by-gdal.ts";
import { firstPosition, layerNamed, namedRows } from "./testing/rows-of.ts";
import { buildZip, type ZippedFile } from "./testing/zip-builder.ts";
import { writeLayers } from "./write.ts";

/** GML, GPX, DXF, KMZ and file geodatabases are tested in formats.test.ts; MapInfo has no heights. */
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-gdal-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));
const { inspect } = testFiles(() => directory);

const LAMBERT: readonly [number, number, number] = [700_000.25, 6_600_000.5, 12.5];
const DEGREES: readonly [number, number, number] = [2.5, 48.5, 12.5];
const one = pointCollection([{ at: LAMBERT, properties: { nom: "Forêt" } }]);
const kml = `<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Point><coordinates>${DEGREES}</coordinates></Point></Placemark></kml>`;

const wkt = `POINT Z (${LAMBERT.join(" ")})`;
async function* rows() {
  yield { fid: 1, values: [], wkt };
}
const formats: [string, string, readonly number[], () => Promise<Uint8Array | string>][] = [
  ["GeoJSON", "a.geojson", LAMBERT, async () => JSON.stringify(one)],
  [
    "line-delimited GeoJSON",
    "a.geojsonl",
    DEGREES,
    async () =>
      [1, 2].map(() => JSON.stringify({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: DEGREES } })).join("\n"),
  ],
  ["CSV with WKT", "a.csv", LAMBERT, async () => `geom;n\n${wkt};1\n`],
  ["FlatGeobuf", "a.fgb", LAMBERT, async () => (await makeByGdal("FlatGeobuf", "a.fgb", { a: one }))[0]?.content ?? ""],
  [
    "a shapefile",
    "a.zip",
    LAMBERT,
    async () => buildZip(withHeight(shapefile({ name: "a", shapes: [[LAMBERT[0], LAMBERT[1]]], values: [[utf8("a")]] }), LAMBERT[2])),
  ],
  ["KML", "a.kml", DEGREES, async () => kml],
];
test.each(formats)("heights survive in %s", async (_, fileName, expected, content) => {
  const { path, inspection } = await inspect(await content(), fileName);
  const [layer] = inspection.layers;
  if (!layer) throw new Error(JSON.stringify(inspection.findings));
  expect(firstPosition((await namedRows(path, layer))[0]?.ewkb ?? null)).toEqual(expected);
});

test("heights survive in a GeoPackage", async () => {
  const path = join(directory, "heights.gpkg");
  await writeLayers(path, "gpkg", [{ name: "a", srid: 2154, geometryType: "Point Z", fields: [], rows: rows() }]);
  const inspection = await inspectFile(path, { fileName: "a.gpkg" });
  expect(firstPosition((await namedRows(path, layerNamed(inspection, "a")))[0]?.ewkb ?? null)).toEqual(LAMBERT);
});

/** A point of the shapefile as a PointZ: the type in both headers, and a height (and a measure) after its position. */
function withHeight(files: readonly ZippedFile[], height: number): ZippedFile[] {
  return files.map(({ name, content }) => {
    const bytes = Buffer.from(content);
    if (!/sh[px]$/.test(name)) return { name, content };
    bytes.writeInt32LE(11, 32);
    if (name.endsWith("shx")) {
      bytes.writeInt32BE(18, 104);
      return { name, content: bytes };
    }
    const longer = Buffer.concat([bytes, Buffer.alloc(16)]);
    longer.writeInt32BE(longer.length / 2, 24);
    longer.writeInt32BE(18, 104);
    longer.writeInt32LE(11, 108);
    longer.writeDoubleLE(height, 128);
    return { name, content: longer };
  });
}
