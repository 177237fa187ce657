import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readWkb } from "@archipel/geo/wkb.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FeatureRow, InspectedLayer, SourceField } from "./model.ts";
import { withOpenedFile } from "./open-file.ts";
import { readLayer } from "./read.ts";
import { buildGeoPackage, wkb } from "./testing/geopackage-builder.ts";
import { testFiles, utf8 } from "./testing/lay-files.ts";
import { rowsOfOpened } from "./testing/rows-of.ts";
import { buildShapefile } from "./testing/shapefile-builder.ts";
import { buildZip } from "./testing/zip-builder.ts";
import { writeLayers } from "./write.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-kept-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));
const { save } = testFiles(() => directory);

/** The only layer of a file, its rows as a check reads them, and the rules of the findings. */
async function read(content: string | Uint8Array, fileName: string) {
  const path = await save(content);
  return withOpenedFile(path, { fileName }, async (file) => {
    const [layer] = file.inspection.layers;
    if (!layer) throw new Error(JSON.stringify(file.inspection.findings));
    const rows = await rowsOfOpened(file, layer);
    return { path, layer, rows, found: file.inspection.findings.map(({ rule, field }) => (field ? `${rule} ${field}` : rule)) };
  });
}
const types = ({ fields }: InspectedLayer) => Object.fromEntries(fields.map(({ name, type }) => [name, type]));
const column = (rows: readonly FeatureRow[], layer: InspectedLayer, name: string) =>
  rows.map(({ values }) => values[layer.fields.findIndex((field) => field.name === name)]);
const asWritten = async (path: string, layer: InspectedLayer) => {
  const rows: FeatureRow[] = [];
  for await (const batch of readLayer(path, layer.source, { fields: layer.fields, isAsWritten: true })) rows.push(...batch);
  return rows;
};

const [HIGHEST, LOWEST, UNSIGNED] = ["9223372036854775807", "-9223372036854775808", "18446744073709551615"];
/** Features with these properties, as JSON texts, at one place. */
const collection = (...properties: string[]) => {
  const features = properties.map((one) => `{"type":"Feature","properties":${one},"geometry":{"type":"Point","coordinates":[2,48]}}`);
  return `{"type":"FeatureCollection","features":[${features.join(",")}]}`;
};
const point = wkb(1, [2, 48]);

describe("whole numbers", () => {
  test("keep all digits in GeoJSON; those beyond 64 bits become texts, with a finding", async () => {
    const { path, layer, rows, found } = await read(
      collection(`{"a":${HIGHEST},"b":1}`, `{"a":${LOWEST},"b":${UNSIGNED}}`, '{"a":7,"b":null}'),
      "a.geojson",
    );
    expect(types(layer)).toEqual({ a: "integer", b: "text" });
    expect(found).toEqual(["integers-as-text b"]);
    expect(column(rows, layer, "a")).toEqual([HIGHEST, LOWEST, 7]);
    expect(column(rows, layer, "b")).toEqual(["1", UNSIGNED, null]);
    expect(column(await asWritten(path, layer), layer, "b")).toEqual(["1", UNSIGNED, null]);
  });

  test("keep all digits in a table of texts", async () => {
    const { layer, rows } = await read(`lon,lat,a,b\n2,48,${HIGHEST},${UNSIGNED}\n2,48,5,3\n`, "a.csv");
    expect(types(layer)).toMatchObject({ a: "integer", b: "text" });
    expect(rows.map(({ values }) => values.slice(2))).toEqual([
      [HIGHEST, UNSIGNED],
      [5, "3"],
    ]);
  });

  test("keep all digits in a GeoPackage, where a larger number is never another one", async () => {
    const { layer, rows } = await read(
      await buildGeoPackage(
        ["a INTEGER"],
        [BigInt(HIGHEST), BigInt(LOWEST), Number(UNSIGNED)].map((value) => ({ wkb: point, values: [value] })),
      ),
      "a.gpkg",
    );
    expect(column(rows, layer, "a").slice(0, 2)).toEqual([HIGHEST, LOWEST]);
    expect(String(column(rows, layer, "a")[2])).toMatch(/^1\.8446744073709\d*e\+19$/);
  });
});

describe("a shapefile", () => {
  /** The kind of a column in the header of a DBF. */
  const declare = (files: ReturnType<typeof buildShapefile>, index: number, kind: string) =>
    files.map((file) => {
      if (!file.name.endsWith(".dbf")) return file;
      const content = Buffer.from(file.content);
      content.write(kind, 32 + 32 * index + 11, "latin1");
      return { ...file, content };
    });

  test("has yes, no and unknown for logicals, and all digits of long numbers", async () => {
    const made = buildShapefile({
      name: "a",
      shapes: [
        [2, 48],
        [2, 49],
        [2, 50],
      ],
      fields: [
        { name: "OUVERT", width: 1 },
        { name: "NUMERO", width: 20 },
      ],
      values: [
        [utf8("T"), utf8(HIGHEST)],
        [utf8("n"), utf8("12")],
        [utf8("?"), utf8("")],
      ],
    });
    const { layer, rows } = await read(buildZip(declare(declare(made, 0, "L"), 1, "N")), "a.zip");
    expect(types(layer)).toEqual({ OUVERT: "boolean", NUMERO: "integer" });
    expect(rows.map(({ values }) => values)).toEqual([
      [true, HIGHEST],
      [false, 12],
      [null, null],
    ]);
  });
});

describe("names of fields that differ by case only", () => {
  test.each([
    ["our own reader", '{"Nom":"A","nom":"B","NOM":"C"}'],
    ["GDAL, for values of several kinds", '{"Nom":"A","nom":"B","NOM":"C","liste":[1,2]}'],
  ])("are all kept by %s", async (_, properties) => {
    const { path, layer, rows } = await read(collection(properties), "a.geojson");
    for (const some of [rows, await asWritten(path, layer)])
      expect(["Nom", "nom", "NOM"].map((name) => column(some, layer, name)[0])).toEqual(["A", "B", "C"]);
  });

  test("are all kept in a TopoJSON", async () => {
    const point = { type: "Point", coordinates: [2, 48], properties: { Nom: "A", nom: "B", NOM: "C" } };
    const topology = { type: "Topology", arcs: [], objects: { points: { type: "GeometryCollection", geometries: [point] } } };
    const { path, layer, rows } = await read(JSON.stringify(topology), "a.topojson");
    for (const some of [rows, await asWritten(path, layer)])
      expect(["Nom", "nom", "NOM"].map((name) => column(some, layer, name)[0])).toEqual(["A", "B", "C"]);
  });

  test.each(["gpkg", "geojson", "flatgeobuf", "shapefile"] as const)("keep their values in a %s that we write", async (format) => {
    const fields = ["Nom", "nom", "NOM"].map((name): SourceField => ({ name, type: "text" }));
    const path = join(directory, `twins.${format}`);
    await writeLayers(path, format, [layerOf(fields, ["A", "B", "C"])]);
    const { layer, rows } = await readBack(path, format);
    const own = layer.fields.flatMap(({ name }, index) => (/^nom/i.test(name) ? [rows[0]?.values[index]] : []));
    expect(own).toEqual(["A", "B", "C"]);
  });
});

function layerOf(fields: readonly SourceField[], values: readonly unknown[]) {
  async function* rows() {
    yield { fid: 1, values, wkt: "POINT (2 48)" };
  }
  return { name: "lieux", srid: 4326, geometryType: "Point", fields, rows: rows() };
}

async function readBack(path: string, format: string) {
  return withOpenedFile(path, { fileName: `a.${format === "shapefile" ? "zip" : format}` }, async (file) => {
    const [layer] = file.inspection.layers;
    if (!layer) throw new Error(JSON.stringify(file.inspection.findings));
    const rows = await rowsOfOpened(file, layer);
    return { layer, rows };
  });
}

describe("moments", () => {
  const values = {
    instant: "2024-01-02T03:04:05.123456Z",
    horloge: "2024-01-02T03:04:05.123456",
    decalage: "2024-01-02T03:04:05+02:00",
    jour: "2024-01-02",
  };
  const expected = { instant: "datetime", horloge: "localdatetime", decalage: "datetime", jour: "date", melange: "text" };

  test.each([
    ["our own reader", ""],
    ["GDAL", ',"liste":[1]'],
  ])("of GeoJSON keep their microseconds, and get no zone, with %s", async (_, more) => {
    const rowOf = (mixed: string) => `${JSON.stringify({ ...values, melange: mixed }).slice(0, -1)}${more}}`;
    const { layer, rows, found } = await read(collection(rowOf(values.instant), rowOf(values.horloge)), "a.geojson");
    expect(types(layer)).toMatchObject(expected);
    expect(found).toEqual(["moments-mixed melange"]);
    expect(rows[0]?.values.slice(0, 5)).toEqual([...Object.values(values), values.instant]);
  });

  test("of tables and GeoPackages are kept too", async () => {
    const header = `lon,lat,${Object.keys(values).join(",")}`;
    const csv = await read(`${header}\n2,48,${Object.values(values).join(",")}\n`, "a.csv");
    expect(types(csv.layer)).toMatchObject({ instant: "datetime", horloge: "localdatetime", decalage: "datetime", jour: "date" });
    expect(csv.rows[0]?.values.slice(2)).toEqual(Object.values(values));
    const columns = Object.keys(values).map((name) => `${name} ${name === "jour" ? "DATE" : "DATETIME"}`);
    const gpkg = await read(await buildGeoPackage(columns, [{ wkb: point, values: Object.values(values) }]), "a.gpkg");
    expect(types(gpkg.layer)).toEqual(types({ ...csv.layer, fields: csv.layer.fields.slice(2) }));
    expect(gpkg.rows[0]?.values).toEqual(Object.values(values));
  });

  test.each(["gpkg", "geojson"] as const)("keep zone and microseconds in a %s that we write", async (format) => {
    const fields: SourceField[] = [
      { name: "instant", type: "datetime" },
      { name: "horloge", type: "localdatetime" },
      { name: "grand", type: "integer" },
    ];
    const path = join(directory, `moments.${format}`);
    await writeLayers(path, format, [layerOf(fields, ["2024-01-02 03:04:05.123456+00", "2024-01-02 03:04:05", HIGHEST])]);
    const { layer, rows } = await readBack(path, format);
    const back = Object.fromEntries(layer.fields.map(({ name }, index) => [name, rows[0]?.values[index]]));
    expect(back).toMatchObject({ instant: "2024-01-02T03:04:05.123456Z", horloge: "2024-01-02T03:04:05", grand: HIGHEST });
  });
});

test("a few features out of the world do not change the CRS of GeoJSON", async () => {
  const at = (x: number) => `{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[${x},48]}}`;
  const features = [at(1000), ...Array.from({ length: 4 }, (_one, index) => at(2 + index / 10))].join(",");
  for (const head of ["", '"extra":1,']) {
    const { layer } = await read(`{"type":"FeatureCollection",${head}"features":[${features}]}`, "a.geojson");
    expect(layer.crs).toMatchObject({ srid: 4326, how: "declared" });
  }
});

test("a text that is no geometry is distinguished from none, and makes no field", async () => {
  const { path, layer, rows } = await read('wkt,n\n"POINT(2 48)",1\n"POINT(2",2\n,3\n', "a.csv");
  expect(layer.fields).toEqual([{ name: "n", type: "integer" }]);
  for (const some of [rows, await asWritten(path, layer)])
    expect(some.map(({ ewkb, isGeometryUnreadable = false }) => [ewkb !== null, isGeometryUnreadable])).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ]);
});

test("geometries of types that we do not store are converted, and damaged ones are distinguished from none", async () => {
  const ring = [0, 0, 1, 0, 1, 1, 0, 0];
  const tin = Buffer.concat([wkb(16, [], [2]), wkb(17, ring, [1, 4]), wkb(17, ring, [1, 4])]);
  const shapes = [tin, wkb(8, [0, 0, 1, 1, 2, 0], [3]), wkb(2001, [2, 48, 7]), point.subarray(0, 12), utf8("abîmé"), null, point];
  const { rows } = await read(
    await buildGeoPackage(
      ["n INTEGER"],
      shapes.map((one, n) => ({ wkb: one, values: [n] })),
    ),
    "a.gpkg",
  );
  expect(rows.map(({ ewkb }) => ewkb && readWkb(ewkb).geometry.type)).toEqual([
    "MultiPolygon",
    "LineString",
    "Point",
    null,
    null,
    null,
    "Point",
  ]);
  expect(rows.map(({ isGeometryUnreadable = false }) => isGeometryUnreadable)).toEqual([false, false, false, true, true, false, false]);
  expect(rows.map(({ reshaped }) => reshaped ?? null)).toEqual([
    { arcs: 0, isSurface: true, isMeasured: false },
    { arcs: expect.closeTo(0.0006, 4), isSurface: false, isMeasured: false },
    { arcs: 0, isSurface: false, isMeasured: true },
    null,
    null,
    null,
    null,
  ]);
});
