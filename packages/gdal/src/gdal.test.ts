// @long
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inspectFile } from "./inspect.ts";
import type { FeatureRow, Inspection, LayerSource } from "./model.ts";
import { withOpenedFile } from "./open-file.ts";
import { readLayer } from "./read.ts";
import { readLayers } from "./read-many.ts";
import { latin1, rules, shapefile, testFiles, utf8 } from "./testing/lay-files.ts";
import { UNKNOWN_CONIC } from "./testing/prj-texts.ts";
import { samplesFolder } from "./testing/samples.ts";
import { buildDbf } from "./testing/shapefile-builder.ts";
import { buildZip } from "./testing/zip-builder.ts";
import { writeLayers } from "./write.ts";
import { withCopc } from "./write-cloud.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-gdal-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const { save, inspect } = testFiles(() => directory);

async function asWritten(path: string, inspection: Inspection): Promise<FeatureRow[]> {
  const [layer] = inspection.layers;
  if (!layer) throw new Error("no such layer");
  const rows: FeatureRow[] = [];
  for await (const batch of readLayer(path, layer.source, { fields: layer.fields, isAsWritten: true })) rows.push(...batch);
  return rows;
}

async function rowsOf(path: string, inspection: Inspection, index = 0): Promise<FeatureRow[]> {
  const layer = inspection.layers[index];
  if (!layer) throw new Error("no such layer");
  const rows: FeatureRow[] = [];
  for await (const batch of readLayer(path, layer.source, { fields: layer.fields })) rows.push(...batch);
  return rows;
}

describe("formats", () => {
  test("reads GeoJSON: typed fields, lists, line ends in texts, heights, missing geometries", async () => {
    const features = [
      {
        geometry: { type: "Point", coordinates: [2, 48, 35.5] },
        properties: { code: "01004", n: 3, r: 1.5, ok: true, tags: ["a", "b, c"], text: 'tab\tline\nquote " back\\slash' },
      },
      { geometry: null, properties: { code: "2", n: null, r: -2e300, ok: false, tags: [], text: "\\N" } },
    ];
    const content = JSON.stringify({
      type: "FeatureCollection",
      name: "Lieux",
      features: features.map((feature) => ({ type: "Feature", ...feature })),
    });
    const { path, inspection } = await inspect(content, "lieux.json");
    expect(inspection.findings).toEqual([]);
    expect(inspection.layers).toMatchObject([{ name: "Lieux", featureCount: 2, crs: { srid: 4326, how: "declared" } }]);
    expect(inspection.layers[0]?.fields).toEqual([
      { name: "code", type: "text" },
      { name: "n", type: "integer" },
      { name: "r", type: "double" },
      { name: "ok", type: "boolean" },
      { name: "tags", type: "text" },
      { name: "text", type: "text" },
    ]);
    const [first, second] = await rowsOf(path, inspection);
    expect(first?.values).toEqual(["01004", 3, 1.5, true, "a, b, c", 'tab\tline\nquote " back\\slash']);
    expect(Buffer.from(first?.ewkb ?? []).readDoubleLE(21)).toBe(35.5);
    expect(second).toMatchObject({ index: 2, values: ["2", null, -2e300, false, expect.anything(), "\\N"], ewkb: null });
  });

  test("reads line-delimited GeoJSON", async () => {
    const line = (n: number) => JSON.stringify({ type: "Feature", geometry: { type: "Point", coordinates: [n, n] }, properties: { n } });
    const { path, inspection } = await inspect([1, 2, 3].map(line).join("\n"), "points.geojsonl");
    expect(inspection).toMatchObject({ driver: "geojsonseq", layers: [{ name: "points", geometryType: "Point", featureCount: 3 }] });
    expect((await rowsOf(path, inspection)).map((row) => row.values[0])).toEqual([1, 2, 3]);
  });

  test("reads KML: names, extended data, folders, altitudes", async () => {
    const { path, inspection } = await inspect(
      `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>Nord</name><Placemark><name>A &amp; B</name>
      <ExtendedData><SchemaData><SimpleData name="code">Z1</SimpleData></SchemaData><Data name="h"><value>12</value></Data></ExtendedData>
      <Point><coordinates>2.5,48.5,120</coordinates></Point></Placemark></Folder></Document></kml>`,
      "plan.kml",
    );
    expect(inspection.layers).toMatchObject([{ name: "plan", crs: { srid: 4326 } }]);
    const [row] = await rowsOf(path, inspection);
    const values = Object.fromEntries((inspection.layers[0]?.fields ?? []).map((field, index) => [field.name, row?.values[index]]));
    expect(values).toEqual({ folder: "Nord", name: "A & B", code: "Z1", h: "12" });
    expect(Buffer.from(row?.ewkb ?? []).readDoubleLE(21)).toBe(120);
  });

  test("reads KMZ as an archive with a KML", async () => {
    const kml = `<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></kml>`;
    const { inspection } = await inspect(buildZip([{ name: "doc.kml", content: utf8(kml) }]), "carte.kmz");
    expect(inspection).toMatchObject({ driver: "kmz", layers: [{ name: "carte", featureCount: 1 }] });
  });

  test.each([
    ["semicolon, decimal comma, Latin-1", latin1("Nom;Coord X;Coord Y;INSEE\nForêt;2,5;48,5;01004\nPré;2,6;48,6;75056\n"), [2.5, 48.5]],
    ["tab, lng and lat", utf8("Nom\tlng\tlat\tINSEE\nForêt\t2.5\t48.5\t01004\n"), [2.5, 48.5]],
    ["comma, quoted, one lat-lon column", utf8('Nom,geo_point_2d,INSEE\nForêt,"48.5, 2.5",01004\n'), [2.5, 48.5]],
    ["WKT column", utf8('wkt,Nom,INSEE\n"POINT (2.5 48.5)",Forêt,01004\n'), [2.5, 48.5]],
    ["Lambert-93 columns", utf8("x_l93,y_l93,Nom,INSEE\n700000.5,6600000.5,Forêt,01004\n"), [700000.5, 6600000.5]],
  ])("CSV: %s", async (_, content, [x, y]) => {
    const { path, inspection } = await inspect(content, "table.csv");
    expect(inspection.findings).toEqual([]);
    const [layer] = inspection.layers;
    const [row] = await rowsOf(path, inspection);
    const values = Object.fromEntries((layer?.fields ?? []).map((field, index) => [field.name, row?.values[index]]));
    expect(values).toMatchObject({ Nom: "Forêt", INSEE: "01004" });
    const ewkb = Buffer.from(row?.ewkb ?? []);
    expect([ewkb.readDoubleLE(5), ewkb.readDoubleLE(13)]).toEqual([x, y]);
    expect(layer?.crs.srid).toBe(x === 2.5 ? 4326 : 2154);
  });

  test("reads CSV without coordinates as a table, and types French dates, decimals and empty cells", async () => {
    const { path, inspection } = await inspect("jour;prix;vide\n31/12/2024;1,50;\n01/01/2025;2;x\n", "prix.csv");
    expect(rules(inspection)).toEqual(["no-geometry-table"]);
    expect(inspection.layers).toMatchObject([{ geometryType: "None", fields: [{ type: "date" }, { type: "double" }, { type: "text" }] }]);
    expect((await rowsOf(path, inspection)).map((row) => row.values)).toEqual([
      ["2024-12-31", 1.5, null],
      ["2025-01-01", 2, "x"],
    ]);
  });

  test("reads a zipped shapefile: nested, upper case, CRS without a code, texts in undeclared CP1252", async () => {
    const { path, inspection } = await inspect(buildZip(shapefile({ upperCase: true })), "livraison.zip");
    expect(inspection.findings).toEqual([]);
    expect(inspection.layers).toMatchObject([
      { name: "ZONES", geometryType: "Polygon", featureCount: 2, crs: { srid: 2154, how: "by-name" }, source: { encoding: "CP1252" } },
    ]);
    expect((await rowsOf(path, inspection)).map((row) => row.values[0])).toEqual(["Forêt", "Pré"]);
  });

  test("reads several shapefiles, a table and documents in one archive", async () => {
    const { inspection } = await inspect(
      buildZip([
        ...shapefile(),
        ...shapefile({ name: "deep/POINTS", shapes: [[700_000, 6_600_000]], values: [[latin1("a")]] }),
        { name: "DOC_URBA.DBF", content: buildDbf([{ name: "IDURBA", width: 20 }], [[latin1("30014_PLU")]]) },
        { name: "Pieces_ecrites/reglement.pdf", content: utf8("%PDF") },
        { name: "fiche.xml", content: utf8("<xml/>") },
        { name: "__MACOSX/._ZONES.shp", content: utf8("x") },
      ]),
      "30014_PLU_20171013.zip",
    );
    expect(inspection.layers.map((layer) => [layer.name, layer.geometryType])).toEqual([
      ["ZONES", "Polygon"],
      ["POINTS", "Point"],
      ["DOC_URBA", "None"],
    ]);
    expect(inspection.documents.map((document) => document.path)).toEqual(["Pieces_ecrites/reglement.pdf", "fiche.xml"]);
  });

  test("reads back a GeoPackage that we wrote", async () => {
    const path = join(directory, "written");
    const fields = [
      { name: "Libellé", type: "text" },
      { name: "n", type: "integer" },
      { name: "r", type: "double" },
      { name: "ok", type: "boolean" },
      { name: "jour", type: "date" },
    ] as const;
    const values = ['Forêt "dense"\nligne', 9007199254740991, 0.1, false, "2024-02-29"];
    async function* rows() {
      yield { fid: 3, values, wkt: "MULTIPOLYGON Z (((0 0 1,0 1 2,1 1 3,0 0 1)))" };
      yield { fid: 17, values: [null, null, null, null, null], wkt: null };
    }
    async function* points() {
      yield { fid: 1, values: [], wkt: "POINT (700000.123456789 6600000.1)" };
    }
    await writeLayers(path, "gpkg", [
      { name: "zones", srid: 2154, geometryType: "MultiPolygon Z", fields, rows: rows() },
      { name: "points", srid: 2154, geometryType: "Point", fields: [], rows: points() },
    ]);
    const inspection = await inspectFile(path, { fileName: "out.gpkg" });
    expect(inspection.layers).toMatchObject([
      { name: "zones", geometryType: "MultiPolygon Z", featureCount: 2, fields, crs: { srid: 2154, how: "declared" } },
      { name: "points", geometryType: "Point", featureCount: 1 },
    ]);
    const [first, second] = await rowsOf(path, inspection);
    expect(first?.values).toEqual(values);
    expect(second).toMatchObject({ values: [null, null, null, null, null], ewkb: null });
    const [point] = await rowsOf(path, inspection, 1);
    expect(Buffer.from(point?.ewkb ?? []).readDoubleLE(5)).toBe(700000.123456789);
    expect((await asWritten(path, inspection)).map(({ id }) => id)).toEqual(["3", "17"]);
  });

  test("as written: keeps duplicate and missing ids of GeoJSON, and dates and digits as text", async () => {
    const features = [
      { type: "Feature", id: 7, properties: { d: "2024/01/02", n: 1.5 }, geometry: { type: "Point", coordinates: [2, 46] } },
      { type: "Feature", properties: { d: "2024-01-03", 'a "features": [': "}]" }, geometry: null },
      { type: "Feature", id: 7, properties: null, geometry: null },
      { type: "Feature", id: "x", properties: { d: '"{' }, geometry: null },
    ];
    const text = JSON.stringify({ type: "FeatureCollection", name: "features", features }).replace("1.5", "9007199254740993");
    for (const content of [text, features.map((one) => JSON.stringify(one)).join("\n")]) {
      const { path, inspection } = await inspect(content, "a.geojson");
      const rows = await asWritten(path, inspection);
      expect(rows.map(({ id }) => id)).toEqual(["7", null, "7", "x"]);
      expect(rows.map(({ values }) => values[0])).toEqual(["2024/01/02", "2024-01-03", null, '"{']);
    }
    const { path, inspection } = await inspect(text, "a.geojson");
    const n = inspection.layers[0]?.fields.findIndex(({ name }) => name === "n") ?? -1;
    expect((await asWritten(path, inspection))[0]?.values[n]).toBe("9007199254740993");
  });

  test("as written: reads every column of a CSV as text", async () => {
    const { path, inspection } = await inspect("code;n;jour;lon;lat\n007;1,50;31/12/2024;2,1;46,2\n", "a.csv");
    expect(inspection.layers[0]?.fields[2]?.type).toBe("date");
    expect(await asWritten(path, inspection)).toMatchObject([{ id: null, values: ["007", "1,50", "31/12/2024", "2,1", "46,2"] }]);
  });
});

describe("coordinate systems and encodings", () => {
  test("guesses an undeclared CRS from the coordinates, and marks it as a guess", async () => {
    const { inspection } = await inspect(buildZip(shapefile().filter((file) => !file.name.endsWith("prj"))), "sans.zip");
    expect(inspection.layers[0]?.crs).toMatchObject({ srid: 2154, how: "guessed" });
    expect(inspection.layers[0]?.crs.candidates[0]).toBe(2154);
  });

  test("reports an unknown CRS with proposals from the coordinates", async () => {
    const { inspection } = await inspect(buildZip(shapefile({ prj: UNKNOWN_CONIC })), "prive.zip");
    expect(inspection.layers[0]?.crs).toMatchObject({ srid: null, how: "unknown" });
    expect(inspection.layers[0]?.crs.candidates).toContain(2154);
  });

  test.each([
    ["declared UTF-8, and it is", "UTF-8", utf8("Forêt"), "UTF-8", false],
    ["declared UTF-8, but it is not", "UTF-8", latin1("Forêt"), "CP1252", true],
    ["declared Latin-1, but it is UTF-8", "ISO 88591", utf8("Forêt"), "UTF-8", true],
    ["nothing declared", undefined, utf8("Forêt"), "UTF-8", false],
  ])("DBF: %s", async (_, cpg, bytes, encoding, isDoubtful) => {
    const { path, inspection } = await inspect(buildZip(shapefile({ values: [[bytes], [bytes]], ...(cpg ? { cpg } : {}) })), "e.zip");
    expect(inspection.layers[0]?.source.encoding).toBe(encoding);
    expect(rules(inspection).includes("encoding-doubtful")).toBe(isDoubtful);
    expect((await rowsOf(path, inspection))[0]?.values[0]).toBe("Forêt");
  });

  test("prefers the encoding that a person chose to the one that the bytes show", async () => {
    const path = await save(buildZip(shapefile({ values: [[utf8("é")], [utf8("é")]] })));
    const inspection = await inspectFile(path, { fileName: "e.zip", encodings: { "deep/er/ZONES.shp": "CP1252" } });
    expect((await rowsOf(path, inspection))[0]?.values[0]).toBe("Ã©");
  });
});

const samples = samplesFolder(import.meta.dirname);
describe.skipIf(samples === null)("real files", () => {
  test("reads a town-planning delivery: every spatial table with all its features, tables and documents apart", async () => {
    const path = join(samples ?? "", "plu/30014_PLU_20171013.zip");
    const inspection = await inspectFile(path, { fileName: "30014_PLU_20171013.zip" });
    const counts = new Map<string, number>();
    for (const [index, layer] of inspection.layers.entries())
      if (layer.geometryType !== "None")
        counts.set(layer.name.replace(/^30014_|_20171013$/g, ""), (await rowsOf(path, inspection, index)).length);
    expect(Object.fromEntries(counts)).toEqual({
      INFO_SURF: 18,
      PRESCRIPTION_LIN: 15,
      PRESCRIPTION_PCT: 93,
      INFO_PCT: 6,
      ZONE_URBA: 90,
      PRESCRIPTION_SURF: 77,
    });
    expect(inspection.documents.length).toBeGreaterThan(10);
  });
});

test("a relative path is refused, because the child has another working directory", async () => {
  const source = { format: "csv", entry: null, layer: "x" } as unknown as LayerSource;
  const cloud = { entry: null, wkt: null, isCrsReplaced: false, fileName: "x.laz", repairs: null };
  const first = async (rows: AsyncIterable<unknown>) => {
    for await (const _ of rows) return;
  };
  for (const attempt of [
    () => inspectFile("x.csv", { fileName: "x.csv" }),
    () => first(readLayer("x.csv", source, { fields: [] })),
    () => first(readLayers("x.csv", [{ source, fields: [] }])),
    () => withOpenedFile("x.csv", { fileName: "x.csv" }, async () => {}),
    () =>
      withCopc(
        "x.laz",
        cloud,
        async () => {},
        async () => {},
      ),
  ])
    await expect(attempt()).rejects.toThrow(/absolute paths, not "x\.(csv|laz)"/);
});
