import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildGeoPackage, wkb } from "./testing/geopackage-builder.ts";
import { shapefile, testFiles, utf8 } from "./testing/lay-files.ts";
import { makeByGdal, pointCollection } from "./testing/made-by-gdal.ts";
import { buildGpx } from "./testing/text-formats.ts";
import { buildZip } from "./testing/zip-builder.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-incomplete-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));
const { inspect } = testFiles(() => directory);

/** A shapefile of which some parts are cut by so many bytes. */
const cut = (bytes: Record<string, number>) =>
  buildZip(
    shapefile({ name: "zones" }).map((file) => {
      const less = bytes[file.name.slice(-3)] ?? 0;
      return { ...file, content: file.content.subarray(0, file.content.length - less) };
    }),
  );

test.each([
  ["its shapes", { shp: 20 }, { file: "zones.shp", expected: 372, found: 352, unit: "bytes" }],
  ["its attributes", { dbf: 30 }, { file: "zones.dbf", expected: 107, found: 78, unit: "bytes" }],
  ["its index", { shx: 8 }, { file: "zones.shx", expected: 116, found: 108, unit: "bytes" }],
])("a shapefile with a part of %s says what is missing", async (_, bytes, params) => {
  const { inspection } = await inspect(cut(bytes), "zones.zip");
  expect(inspection.layers).toEqual([]);
  expect(inspection.findings).toMatchObject([{ rule: "incomplete", severity: "error", subject: "zones.shp", params }]);
});

test("parts of a shapefile without its .shp are no table", async () => {
  const parts = shapefile({ name: "zones" }).filter(({ name }) => !name.endsWith(".shp"));
  const { inspection } = await inspect(buildZip(parts), "zones.zip");
  expect(inspection.layers).toEqual([]);
  expect(inspection.findings).toMatchObject([{ rule: "part-missing", severity: "error", params: { file: "zones.dbf", missing: ".shp" } }]);
});

const feature = (n: number) => `{"type":"Feature","properties":{"n":${n}},"geometry":{"type":"Point","coordinates":[2,48]}}`;
const features = Array.from({ length: 50 }, (_one, n) => feature(n));
const gpx = buildGpx([{ name: "a", at: [2, 48] }]);
const kml = '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Point><coordinates>2,48</coordinates></Point></Placemark>';

test.each([
  ["GeoJSON", `{"type":"FeatureCollection","features":[${features.join(",")}`, "a.geojson"],
  ["a text sequence", features.join("\n").slice(0, -20), "a.geojsonl"],
  ["a table, within quotes", 'lon,lat,nom\n2,48,"a"\n2,48,"b\n', "a.csv"],
  ["GPX", gpx.slice(0, -40), "a.gpx"],
  ["KML", kml, "a.kml"],
])("%s that breaks off is reported as incomplete", async (_, content, fileName) => {
  const { inspection } = await inspect(content, fileName);
  expect(inspection.layers).toEqual([]);
  const found = utf8(content).length;
  expect(inspection.findings).toMatchObject([{ rule: "incomplete", severity: "error", params: { file: fileName, found, unit: "end" } }]);
});

test("a file of an archive is named as it is there", async () => {
  const content = `{"type":"FeatureCollection","features":[${features.join(",").slice(0, -20)}`;
  const { inspection } = await inspect(buildZip([{ name: "lots/donnees.json", content: utf8(content) }]), "lots.zip");
  expect(inspection.findings).toMatchObject([{ rule: "incomplete", params: { file: "lots/donnees.json" } }]);
});

test("binary files that were cut short say what they lack", async () => {
  const points = features.map((_one, n) => ({ at: [700_000 + n, 6_600_000], properties: { n } }));
  const [flat] = await makeByGdal("FlatGeobuf", "a.fgb", { a: pointCollection(points) });
  const whole = flat?.content ?? new Uint8Array();
  const [single] = await makeByGdal("FlatGeobuf", "a.fgb", { a: pointCollection(points.slice(0, 1)) });
  for (const complete of [whole, single?.content ?? ""]) expect((await inspect(complete, "a.fgb")).inspection.findings).toEqual([]);
  const short = (await inspect(whole.subarray(0, whole.length - 300), "a.fgb")).inspection;
  expect(short.findings).toMatchObject([{ rule: "incomplete", params: { expected: 50, unit: "records" } }]);
  const database = await buildGeoPackage(["n INTEGER"], [{ wkb: wkb(1, [2, 48]), values: [1] }]);
  const cutOff = (await inspect(database.subarray(0, database.length - 4096), "a.gpkg")).inspection;
  const params = { expected: database.length, found: database.length - 4096, unit: "bytes" };
  expect(cutOff.findings).toMatchObject([{ rule: "incomplete", params }]);
});

test("a line of a text sequence that cannot be read is not left out in silence", async () => {
  const lines = features.with(10, '{"type":"Feature","properties":{"n":10},"geometry":{"type":"Poi');
  const { inspection } = await inspect(lines.join("\n"), "a.geojsonl");
  expect(inspection.layers).toEqual([]);
  expect(inspection.findings).toMatchObject([{ severity: "error" }]);
});
