// @long
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inspectFile } from "./inspect.ts";
import { latin1, testFiles, utf8 } from "./testing/lay-files.ts";
import { makeByGdal, pointCollection } from "./testing/made-by-gdal.ts";
import { firstPosition, layerNamed, namedRows } from "./testing/rows-of.ts";
import { samplesFolder } from "./testing/samples.ts";
import { buildDxf, buildGml, buildGpx, buildMif } from "./testing/text-formats.ts";
import { buildZip } from "./testing/zip-builder.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-gdal-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));
const { inspect } = testFiles(() => directory);

const LAMBERT: readonly [number, number, number] = [700_000.25, 6_600_000.5, 12.5];
const DEGREES: readonly [number, number, number] = [2.5, 48.5, 12.5];
const one = (at: readonly number[]) => pointCollection([{ at, properties: { nom: "Forêt", code: "01" } }], at === DEGREES ? 4326 : 2154);
const kml = `<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><Placemark><name>Forêt</name><Point><coordinates>${DEGREES}</coordinates></Point></Placemark>
  <Placemark><name>Tour</name><gx:Track><gx:coord>2 48 5</gx:coord><gx:coord>2.1 48.1 6</gx:coord></gx:Track></Placemark></Document></kml>`;

describe("formats, alone and in archives", () => {
  test("reads GML: several types, codes with leading zeros, dates, heights, the CRS of its geometries, with a schema beside it", async () => {
    const gml = buildGml(
      {
        Zone: [
          { name: "Forêt", at: LAMBERT },
          { name: "Pré", at: LAMBERT },
        ],
        Borne: [{ name: "B1", at: LAMBERT }],
      },
      "urn:ogc:def:crs:EPSG::2154",
    );
    const { path, inspection } = await inspect(gml, "lot.xml");
    expect(inspection).toMatchObject({ driver: "gml", findings: [] });
    expect(inspection.layers.map(({ name, featureCount }) => [name, featureCount])).toEqual([
      ["Zone", 2],
      ["Borne", 1],
    ]);
    const zone = layerNamed(inspection, "Zone");
    expect(zone).toMatchObject({ geometryType: "Point Z", crs: { srid: 2154, how: "declared" } });
    expect(zone.fields.map(({ name, type }) => [name, type])).toEqual([
      ["gml_id", "text"],
      ["nom", "text"],
      ["code", "text"],
      ["jour", "date"],
    ]);
    const rows = await namedRows(path, zone);
    expect(rows.map(({ named }) => named)).toMatchObject([
      { nom: "Forêt", code: "01", jour: "2024-02-01" },
      { nom: "Pré", code: "02", jour: "2024-02-02" },
    ]);
    expect(firstPosition(rows[0]?.ewkb ?? null)).toEqual(LAMBERT);
    const files = [
      { name: "lot/donnees.gml", content: utf8(gml) },
      { name: "lot/donnees.xsd", content: utf8("<schema/>") },
      {
        name: "lot/fiche.xml",
        content: utf8('<gmd:MD_Metadata xmlns:gmd="g" xmlns:gml="http://www.opengis.net/gml"><a/></gmd:MD_Metadata>'),
      },
    ];
    const packed = (await inspect(buildZip(files), "lot.zip")).inspection;
    expect(packed.layers.map(({ name, source }) => [name, source.entry])).toEqual([
      ["Zone", "lot/donnees.gml"],
      ["Borne", "lot/donnees.gml"],
    ]);
    expect(packed).toMatchObject({ findings: [], documents: [{ path: "lot/fiche.xml" }] });
  });

  test("reads GML whose URN puts latitude first, and returns east first", async () => {
    const { path, inspection } = await inspect(buildGml({ P: [{ name: "a", at: [48.5, 2.5] }] }, "urn:ogc:def:crs:EPSG::4326"), "a.gml");
    expect(firstPosition((await namedRows(path, layerNamed(inspection, "P")))[0]?.ewkb ?? null)).toEqual([2.5, 48.5]);
  });

  test("reads GPX: waypoints, routes and tracks, with heights and only the columns in use", async () => {
    const gpx = buildGpx([
      { name: "Col", at: DEGREES },
      { name: "Refuge", at: [2.6, 48.6, 20] },
    ]);
    const { path, inspection } = await inspect(gpx, "sortie.gpx");
    expect(inspection).toMatchObject({ driver: "gpx", findings: [] });
    expect(
      inspection.layers.map(({ name, geometryType, fields }) => [name, geometryType, fields.map((field) => field.name).join()]),
    ).toEqual([
      ["sortie waypoints", "Point Z", "ele,name"],
      ["sortie routes", "LineString Z", "name"],
      ["sortie tracks", "MultiLineString Z", "name"],
    ]);
    for (const layer of inspection.layers) expect(firstPosition((await namedRows(path, layer))[0]?.ewkb ?? null)).toEqual(DEGREES);
    expect((await inspect(buildZip([{ name: "a/b.gpx", content: utf8(gpx) }]), "x.zip")).inspection.layers).toHaveLength(3);
  });

  test("reads DXF: points, lines, texts and blocks are layers; layout sheets are skipped; no CRS is declared", async () => {
    const dxf = latin1(buildDxf({ text: "Forêt", at: LAMBERT }));
    const { path, inspection } = await inspect(dxf, "plan.dxf");
    expect(inspection).toMatchObject({ driver: "dxf", findings: [] });
    expect(inspection.layers.map(({ name, featureCount, crs }) => [name, featureCount, crs.srid, crs.how])).toEqual([
      ["plan points", 1, 2154, "guessed"],
      ["plan lines", 2, 2154, "guessed"],
      ["plan texts", 1, 2154, "guessed"],
      ["plan blocks", 1, 2154, "guessed"],
    ]);
    const rows = async (name: string) => namedRows(path, layerNamed(inspection, name));
    expect(await rows("plan texts")).toMatchObject([{ named: { Layer: "Noms", Text: "Forêt" } }]);
    expect(await rows("plan blocks")).toMatchObject([{ named: { Layer: "Arbres", BlockName: "ARBRE" } }]);
    const [line, circle] = await rows("plan lines");
    expect(line?.named).toEqual({ Layer: "Voirie" });
    expect(firstPosition(line?.ewkb ?? null)).toEqual(LAMBERT);
    expect(circle?.named).toEqual({ Layer: "Arbres" });
    const packed = (await inspect(buildZip([{ name: "plans/a.DXF", content: dxf }]), "x.zip")).inspection;
    expect(packed.layers.map(({ name }) => name)).toEqual(["a points", "a lines", "a texts", "a blocks"]);
  });

  test("puts the hatched areas of a DXF among its areas, not among its texts", async () => {
    const { path, inspection } = await inspect(latin1(buildDxf({ text: "Forêt", at: LAMBERT, isHatched: true })), "plan.dxf");
    expect(inspection.layers.map(({ name, featureCount }) => [name, featureCount])).toEqual([
      ["plan points", 1],
      ["plan lines", 2],
      ["plan areas", 1],
      ["plan texts", 1],
      ["plan blocks", 1],
    ]);
    expect(await namedRows(path, layerNamed(inspection, "plan areas"))).toMatchObject([{ named: { Layer: "Bâti" } }]);
  });

  test("reads MIF with its MID in an archive; alone it has places, and a finding says that its attributes are missing", async () => {
    const system = 'CoordSys Earth Projection 3, 33, "m", 3, 46.5, 44, 49.00000000002, 700000, 6600000';
    const { mif, mid } = buildMif([{ name: "Forêt", at: [700_000, 6_600_000] }], system, "WindowsLatin1", latin1);
    const files = [
      { name: "d/ZONES.MIF", content: mif },
      { name: "d/ZONES.MID", content: mid },
    ];
    const packed = await inspect(buildZip(files), "x.zip");
    expect(packed.inspection).toMatchObject({ driver: "mapinfo-mif", findings: [], layers: [{ name: "ZONES", crs: { srid: 2154 } }] });
    expect((await namedRows(packed.path, layerNamed(packed.inspection, "ZONES")))[0]?.named).toEqual({ NOM: "Forêt", N: 1 });
    const alone = await inspect(mif, "zones.mif");
    expect(alone.inspection.findings).toMatchObject([{ rule: "attributes-missing", severity: "warning", params: { file: "zones.mid" } }]);
    const [row] = await namedRows(alone.path, layerNamed(alone.inspection, "zones"));
    expect(firstPosition(row?.ewkb ?? null)).toEqual([700_000, 6_600_000]);
    expect(alone.inspection.layers[0]?.source.hasZ).toBe(false);
  });

  test("reads a MapInfo table in an archive; refuses the .tab alone, and one that names other files", async () => {
    const made = await makeByGdal("MapInfo File", "Zones.tab", { a: one([700_000, 6_600_000]) });
    const { path, inspection } = await inspect(buildZip(made.map((file) => ({ ...file, name: `livraison/${file.name}` }))), "x.zip");
    expect(inspection).toMatchObject({
      driver: "mapinfo-tab",
      findings: [],
      layers: [{ name: "Zones", featureCount: 1, crs: { srid: 2154 } }],
    });
    const [row] = await namedRows(path, layerNamed(inspection, "Zones"));
    expect(row?.named).toMatchObject({ nom: "Forêt", code: "01" });
    const table = made.find(({ name }) => name.endsWith(".tab"))?.content ?? new Uint8Array();
    expect((await inspect(table, "Zones.tab")).inspection.findings).toMatchObject([
      { rule: "unsupported", params: { seems: "mapinfo-parts" } },
    ]);
    const view = utf8('!table\n!version 100\nOpen Table "/etc/passwd" Hide\nCreate View v As Select * From a\n');
    const disguised = made.map((file) => (file.name.endsWith(".tab") ? { ...file, content: view } : file));
    expect((await inspect(buildZip(disguised), "x.zip")).inspection).toMatchObject({ layers: [], findings: [{ rule: "unreadable" }] });
  });

  test("reads a file geodatabase: several layers with heights, its folder within folders, or zipped itself", async () => {
    const made = await makeByGdal("OpenFileGDB", "plan.gdb", { zones: one(LAMBERT), bornes: one(LAMBERT) });
    const inFolder = (change: (name: string) => string) => buildZip(made.map((file) => ({ ...file, name: change(file.name) })));
    const { path, inspection } = await inspect(
      inFolder((name) => `livraison/données/${name}`),
      "livraison.zip",
    );
    expect(inspection).toMatchObject({ driver: "filegdb", findings: [] });
    expect(inspection.layers).toMatchObject([
      { name: "zones", geometryType: "Point Z", crs: { srid: 2154 }, source: { entry: "livraison/données/plan.gdb" } },
      { name: "bornes", geometryType: "Point Z" },
    ]);
    const [row] = await namedRows(path, layerNamed(inspection, "bornes"));
    expect(row?.named).toMatchObject({ nom: "Forêt", code: "01" });
    expect(firstPosition(row?.ewkb ?? null)).toEqual(LAMBERT);
    expect(
      (
        await inspect(
          inFolder((name) => name.replace("plan.gdb/", "")),
          "plan.gdb.zip",
        )
      ).inspection.layers,
    ).toHaveLength(2);
  });

  test("reads KMZ, also inside another archive; tracks are lines", async () => {
    const kmz = buildZip([
      { name: "files/icon.png", content: utf8("x") },
      { name: "doc.kml", content: utf8(kml) },
    ]);
    const { path, inspection } = await inspect(kmz, "carte.kmz");
    expect(inspection).toMatchObject({ driver: "kmz", findings: [], layers: [{ name: "carte", featureCount: 2 }] });
    const [point, track] = await namedRows(path, layerNamed(inspection, "carte"));
    expect(firstPosition(point?.ewkb ?? null)).toEqual(DEGREES);
    expect(firstPosition(track?.ewkb ?? null)).toEqual([2, 48, 5]);
    const packed = await inspect(buildZip([{ name: "a/carte.kmz", content: kmz }]), "x.zip");
    expect(packed.inspection).toMatchObject({ driver: "kmz", layers: [{ name: "carte", source: { entry: "a/carte.kmz" } }] });
    const bomb = buildZip([{ name: "doc.kml", content: utf8(kml), claimedSize: 1_000_000_000 }]);
    expect((await inspect(bomb, "x.kmz")).inspection.findings).toMatchObject([{ rule: "archive-refused" }]);
  });

  test("reads delimited texts in an archive: .tsv and .txt with places are data, a readme is a document", async () => {
    const files = [
      { name: "points.txt", content: latin1("Nom\tx\ty\tz\nForêt\t700000,25\t6600000,5\t12,5\n") },
      { name: "b.TSV", content: utf8("Nom\tlon\tlat\nForêt\t2.5\t48.5\n") },
      { name: "LISEZMOI.txt", content: utf8("Lisez, ceci, avant.\nx, y, z\n") },
    ];
    const { path, inspection } = await inspect(buildZip(files), "x.zip");
    expect(inspection).toMatchObject({ driver: "zip", findings: [], documents: [{ path: "LISEZMOI.txt" }] });
    const [row] = await namedRows(path, layerNamed(inspection, "points"));
    expect(row?.named.Nom).toBe("Forêt");
    expect(firstPosition(row?.ewkb ?? null)).toEqual(LAMBERT);
    expect(layerNamed(inspection, "b").crs.srid).toBe(4326);
  });
});

describe("names in archives", () => {
  test.each([
    ["UTF-8 that is not declared", utf8("Données/Forêt.csv")],
    ["CP437", Buffer.from("Donn\x82es/For\x88t.csv", "latin1")],
    ["CP1252", latin1("Données/Forêt.csv")],
  ])("%s", async (_, rawName) => {
    const files = [{ name: "", rawName, content: utf8("n,lon,lat\n1,2.5,48.5\n") }];
    const { path, inspection } = await inspect(buildZip(files), "x.zip");
    expect(inspection.layers).toMatchObject([{ name: "Forêt", source: { entry: "Données/Forêt.csv" } }]);
    expect(await namedRows(path, layerNamed(inspection, "Forêt"))).toHaveLength(1);
  });

  test("does not follow a name that becomes a path upwards only in another encoding", async () => {
    const files = [{ name: "", rawName: latin1("é/../../x.csv"), content: utf8("n,lon,lat\n1,2,48\n") }];
    expect((await inspect(buildZip(files), "x.zip")).inspection.findings).toMatchObject([
      { rule: "archive-refused", params: { reason: "path" } },
    ]);
  });
});

const samples = samplesFolder(import.meta.dirname);
describe.skipIf(samples === null)("real files", () => {
  test("reads a street plan (PCRS): every type of object with its places, heights and codes", async () => {
    const path = join(samples ?? "", "pcrs/20200716.RIL_L264_C298_P0.gml");
    const inspection = await inspectFile(path, { fileName: "20200716.RIL_L264_C298_P0.gml" });
    expect(Object.fromEntries(inspection.layers.map(({ name, featureCount }) => [name, featureCount]))).toMatchObject({
      HabillageLignesPCRS: 25,
      FacadePCRS: 18,
      ArbrePCRS: 2,
      SeuilPCRS: 16,
      LimiteVoiriePCRS: 10,
      AffleurantPCRS: 25,
      EmpriseEchangePCRS: 1,
    });
    const facades = layerNamed(inspection, "FacadePCRS");
    expect(facades).toMatchObject({ geometryType: "LineString Z", crs: { srid: 3946, how: "declared" } });
    const [first] = await namedRows(path, facades);
    expect(first?.named).toMatchObject({ thematique: "02", precisionPlanimetrique: "005", dateLeve: "2019-12-31" });
    expect(firstPosition(first?.ewkb ?? null)).toEqual([1846393.0279701, 5181568.53641004, 269]);
  });
});
