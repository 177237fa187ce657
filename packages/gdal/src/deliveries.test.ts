import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listContents, readEntry } from "./formats/archive.ts";
import { inspectFile } from "./inspect.ts";
import { defaultLimits, type FeatureRow } from "./model.ts";
import { readLayers } from "./read-many.ts";
import { latin1, shapefile, testFiles, utf8 } from "./testing/lay-files.ts";
import { buildZip } from "./testing/zip-builder.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-gdal-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const { inspect } = testFiles(() => directory);

async function writeFolder(name: string, files: Record<string, Uint8Array>): Promise<string> {
  const folder = join(directory, name);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

/** Every row of every layer, and how each layer ended. */
async function readAll(path: string, layers: Parameters<typeof readLayers>[1]) {
  const rows: FeatureRow[][] = layers.map(() => []);
  const ends: (string | null)[] = [];
  for await (const batch of readLayers(path, layers)) {
    rows[batch.layer]?.push(...batch.rows);
    if (batch.end) ends[batch.layer] = batch.end.failure;
  }
  return { rows, ends };
}

const gml = (members: string, doctype = "") =>
  utf8(`<?xml version="1.0" encoding="UTF-8"?>${doctype}
<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:a="http://example.org/a">${members}</gml:FeatureCollection>`);
const gmlPoint = (table: string, number: number) =>
  `<gml:featureMember><a:${table} gml:id="${table}.${number}"><a:code>C${number}</a:code><a:place><gml:Point gml:id="${table}.p${number}"
    srsName="urn:ogc:def:crs:EPSG::2154"><gml:pos>700000 ${6_600_000 + number}</gml:pos></gml:Point></a:place></a:${table}></gml:featureMember>`;

const mif = `Version 300
Charset "WindowsLatin1"
Delimiter ","
Columns 1
  LIBELLE Char(20)
Data

Point 2.5 48.5
Point 2.6 48.6
`;

describe("folders", () => {
  test("lists a folder, with its empty folders, as it lists an archive", async () => {
    const folder = await writeFolder("listed", { "a/b.txt": utf8("hello"), "c.txt": utf8("") });
    await mkdir(join(folder, "empty"));
    const contents = await listContents(folder, defaultLimits);
    expect(contents.files.map(({ path, size }) => [path, size]).sort()).toEqual([
      ["a/b.txt", 5],
      ["c.txt", 0],
    ]);
    expect(contents.folders.sort()).toEqual(["a", "empty"]);
    expect(Buffer.from((await readEntry(folder, "a/b.txt", 100)) ?? []).toString()).toBe("hello");
    expect(await readEntry(folder, "a/b.txt", 4)).toBeNull();
    expect(await readEntry(folder, "../outside", 100)).toBeNull();
  });

  test("finds the tables of a folder in their subfolders, as in a zip", async () => {
    const files = shapefile({ name: "deep/ZONES" });
    const folder = await writeFolder("shapes", Object.fromEntries(files.map(({ name, content }) => [name, content])));
    const inspection = await inspectFile(folder, { fileName: "shapes" });
    expect(inspection.layers).toMatchObject([{ name: "ZONES", featureCount: 2, source: { entry: "deep/ZONES.shp" } }]);
  });
});

describe("GML", () => {
  test("reads each type of feature as a layer", async () => {
    const { path, inspection } = await inspect(gml(gmlPoint("tree", 1) + gmlPoint("tree", 2) + gmlPoint("bench", 3)), "things.gml");
    expect(inspection.layers.map(({ name, featureCount }) => [name, featureCount]).sort()).toEqual([
      ["bench", 1],
      ["tree", 2],
    ]);
    expect(inspection.layers[0]?.crs?.srid).toBe(2154);
    const { rows } = await readAll(path, inspection.layers);
    expect(rows.map((table) => table.length).sort()).toEqual([1, 2]);
  });

  test("refuses a document that declares entities, also inside an archive", async () => {
    const content = gml(gmlPoint("tree", 1), '<!DOCTYPE a [<!ENTITY b "c">]>');
    expect((await inspect(content, "hostile.gml")).inspection).toMatchObject({ layers: [], findings: [{ rule: "unsupported" }] });
    const zipped = await inspect(buildZip([{ name: "hostile.gml", content }]), "hostile.zip");
    expect(zipped.inspection.layers).toEqual([]);
    expect(zipped.inspection.findings.map(({ rule }) => rule)).toContain("unreadable");
  });
});

test("reads MapInfo's exchange format from its two files", async () => {
  const { path, inspection } = await inspect(
    buildZip([
      { name: "POINTS.MIF", content: latin1(mif) },
      { name: "POINTS.MID", content: latin1('"Forêt"\n"Pré"\n') },
    ]),
    "points.zip",
  );
  expect(inspection.layers).toMatchObject([{ name: "POINTS", featureCount: 2, source: { format: "mapinfo-mif" } }]);
  const { rows } = await readAll(path, inspection.layers);
  expect(rows[0]?.map(({ values }) => values[0])).toEqual(["Forêt", "Pré"]);
});

describe("several layers by one reader", () => {
  test("reads each layer to its end, in the order requested", async () => {
    const files = [...shapefile({ name: "A" }), { name: "B.csv", content: utf8("CODE;NAME\n01;x\n02;y\n03;z\n") }];
    const { path, inspection } = await inspect(buildZip(files), "both.zip");
    const layers = inspection.layers.toSorted((a, b) => b.name.localeCompare(a.name));
    expect(layers.map(({ name }) => name)).toEqual(["B", "A"]);
    const { rows, ends } = await readAll(path, layers);
    expect(ends).toEqual([null, null]);
    expect(rows.map((table) => table.length)).toEqual([3, 2]);
    expect(rows[0]?.map(({ index, values }) => [index, values[0]])).toEqual([
      [1, "01"],
      [2, "02"],
      [3, "03"],
    ]);
    expect(rows[1]?.every(({ ewkb }) => ewkb !== null)).toBe(true);
  });

  test("says why a layer cannot be read, and still reads the next ones", async () => {
    const { path, inspection } = await inspect(buildZip([{ name: "B.csv", content: utf8("CODE;NAME\n01;x\n") }]), "one.zip");
    const [table] = inspection.layers;
    if (!table) throw new Error("no such layer");
    const missing = { ...table, source: { ...table.source, entry: "GONE.csv" } };
    const { rows, ends } = await readAll(path, [missing, table]);
    expect(ends[0]).toEqual(expect.any(String));
    expect(ends[1]).toBeNull();
    expect(rows[1]).toHaveLength(1);
  });

  test("distinguishes a cell of invalid geometry from an empty cell", async () => {
    const { path, inspection } = await inspect(utf8("CODE;WKT\n1;POINT(2 48)\n2;POINT(oops\n3;\n"), "wkt.csv");
    const { rows } = await readAll(path, inspection.layers);
    expect(rows[0]?.map(({ ewkb, isGeometryUnreadable }) => [ewkb !== null, isGeometryUnreadable === true])).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ]);
  });
});
