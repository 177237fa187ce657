import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildGeoPackage, wkb } from "./testing/geopackage-builder.ts";
import { shapefile, testFiles, utf8 } from "./testing/lay-files.ts";
import { makeByGdal, pointCollection } from "./testing/made-by-gdal.ts";
import { namedRows } from "./testing/rows-of.ts";
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

const ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS fid, NULL AS geom FROM n";
const list = (layer: string, type = "features") =>
  `INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('${layer}', '${type}', 4326);`;
const shape = (layer: string) => `INSERT INTO gpkg_geometry_columns VALUES ('${layer}', 'geom', 'POINT', 4326, 0, 0);`;

test.each([
  ["whose table is gone", list("autre") + shape("autre"), "package-layer-missing"],
  ["whose table without geometry is gone", list("autre", "attributes"), "package-layer-missing"],
  [
    "whose geometry column is not listed",
    `CREATE TABLE autre (fid INTEGER PRIMARY KEY, geom BLOB); ${list("autre")}`,
    "package-layer-shapeless",
  ],
  [
    "without its geometry column",
    `CREATE TABLE autre (fid INTEGER PRIMARY KEY); ${list("autre")} ${shape("autre")}`,
    "package-layer-shapeless",
  ],
  ["that is an endless view", `CREATE VIEW autre AS ${ENDLESS}; ${list("autre")} ${shape("autre")}`, "package-layer-view"],
  [
    "that is a view without rows, after endless work",
    `CREATE VIEW autre AS ${ENDLESS} WHERE i < 0; ${list("autre", "attributes")}`,
    "package-layer-view",
  ],
  [
    "that is a join of five tables",
    `CREATE VIEW autre AS SELECT a.fid, a.geom FROM lieux a, lieux b, lieux c, lieux d, lieux e WHERE a.n + b.n + c.n + d.n + e.n < 0; ${list("autre")} ${shape("autre")}`,
    "package-layer-view",
  ],
  ["that is a virtual table", `CREATE VIRTUAL TABLE autre USING fts5(geom); ${list("autre")} ${shape("autre")}`, "package-layer-view"],
])("a GeoPackage with a layer %s names that, and its other layers are read", async (_, after, rule) => {
  const rows = Array.from({ length: 200 }, (_one, n) => ({ wkb: wkb(1, [2, 48]), values: [n] }));
  const { path, inspection } = await inspect(await buildGeoPackage(["n INTEGER"], rows, { after }), "a.gpkg");
  expect(inspection.findings).toEqual([{ rule, severity: "error", subject: null, params: { layer: "autre" } }]);
  expect(inspection.layers.map(({ name }) => name)).toEqual(["lieux"]);
  const [layer] = inspection.layers;
  expect(layer && (await namedRows(path, layer))).toHaveLength(200);
});

test.each(["gpkg_contents", "gpkg_geometry_columns"])("a GeoPackage whose own table %s is a view is not read", async (table) => {
  const after = `ALTER TABLE ${table} RENAME TO c; CREATE VIEW ${table} AS SELECT c.* FROM c, (${ENDLESS}) WHERE fid < 0`;
  const content = await buildGeoPackage(["n INTEGER"], [{ wkb: wkb(1, [2, 48]), values: [1] }], { after });
  const { inspection } = await inspect(content, "a.gpkg");
  expect(inspection.findings).toMatchObject([{ rule: "package-layer-view", severity: "error", params: { layer: table } }]);
  expect(inspection.layers).toEqual([]);
});

test("a GeoPackage that lists only what cannot be read names all of it", async () => {
  const after = `DELETE FROM gpkg_contents; DELETE FROM gpkg_geometry_columns; CREATE VIEW autre AS ${ENDLESS}; ${list("autre")} ${shape("autre")} ${list("partie")}`;
  const { inspection } = await inspect(await buildGeoPackage(["n INTEGER"], [], { after }), "a.gpkg");
  expect(inspection.findings.map(({ rule, params }) => [rule, params.layer])).toEqual([
    ["package-layer-view", "autre"],
    ["package-layer-missing", "partie"],
  ]);
});

test("a view is not run either when it is asked for by its name", async () => {
  const after = `CREATE VIEW autre AS ${ENDLESS}; ${list("autre")} ${shape("autre")}`;
  const { path, inspection } = await inspect(await buildGeoPackage(["n INTEGER"], [], { after }), "a.gpkg");
  const [layer] = inspection.layers;
  if (!layer) throw new Error("no layer");
  const asked = { ...layer, source: { ...layer.source, layer: "autre" } };
  await expect(namedRows(path, asked)).rejects.toMatchObject({ reason: "broken" });
});
