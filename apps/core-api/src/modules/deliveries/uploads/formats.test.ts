import { datasetRecord } from "@archipel/contracts/datasets.ts";
import type { Upload } from "@archipel/contracts/uploads.ts";
import type { Database } from "@archipel/database/database.ts";
import { makeByGdal, pointCollection } from "@archipel/gdal/testing/made-by-gdal.ts";
import { readFixture } from "@archipel/gdal/testing/read-fixture.ts";
import { buildDxf, buildGml, buildGpx, buildMif } from "@archipel/gdal/testing/text-formats.ts";
import { buildXlsx } from "@archipel/gdal/testing/workbook-builder.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { jobOver } from "../../../testing/run-jobs.ts";
import { openUploadingWorld, type UploadingWorld } from "../../../testing/uploading-world.ts";
import { setCrs, setEncoding } from "./service/change.ts";
import { previewLayer } from "./service/preview.ts";
import { publishUpload } from "./service/publish.ts";
import { getUpload, listFindings } from "./service/read.ts";

let database: Database;
let core: Core;
let manager: MemberActor;
let world: UploadingWorld;

beforeAll(async () => {
  world = await openUploadingWorld();
  ({ database, core, manager } = world);
});
afterAll(() => world.close());

const checked = (uploadId: string) => world.checked(uploadId);

const uploadFile = (fileName: string, content: string | Uint8Array) => world.uploadFile(fileName, content);

async function published(upload: Upload) {
  const drawn = upload.layers.filter((layer) => layer.geometryType !== "None");
  const record = datasetRecord.parse({ title: "Formats" });
  const { jobId } = await publishUpload(core, manager, {
    communityId: manager.communityId,
    uploadId: upload.id,
    target: { record },
    layers: drawn.map(({ id, name }) => ({ uploadLayerId: id, title: name })),
    status: "published",
    portalIds: [],
  });
  expect(await jobOver(core, jobId)).toMatchObject({ status: "success" });
  const { layers } = await getUpload(core, manager, upload.id);
  const ids = layers.flatMap(({ layerId }) => layerId ?? []);
  const rows = await database.withSystem((tx) => tx.layer.findMany({ where: { id: { in: ids } }, orderBy: { position: "asc" } }));
  expect(rows.map(({ status }) => status)).toEqual(drawn.map(() => "ready"));
  return rows;
}

/** First row of a table: its texts, and its first position. */
async function firstRow(tableName: string, column: string) {
  const [row] = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ text: string; x: number; y: number; z: number | null }>(
      `SELECT "${column}"::text AS text, ST_X(p) AS x, ST_Y(p) AS y, ST_Z(p) AS z
       FROM (SELECT *, (ST_DumpPoints(geom)).geom AS p FROM layers.${tableName} WHERE "${column}" IS NOT NULL ORDER BY fid) AS points LIMIT 1`,
    ),
  );
  return row;
}

const at: readonly [number, number, number] = [700_000.5, 6_600_000.5, 12.5];
const degrees: readonly [number, number, number] = [2.5, 48.5, 12.5];
const collection = pointCollection([{ at, properties: { nom: "Forêt" } }]);
const lambert = 'CoordSys Earth Projection 3, 33, "m", 3, 46.5, 44, 49.00000000002, 700000, 6600000';
const latin1 = (text: string) => Buffer.from(text, "latin1");
const kml = `<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>Forêt</name><Point><coordinates>${degrees}</coordinates></Point></Placemark></kml>`;

interface Expected {
  driver: string;
  /** Published layers, in order. */
  layers: readonly string[];
  srid?: number;
  /** When layers differ. */
  srids?: readonly number[];
  column: string;
  row: { text: string; x: number; y: number; z: number | null };
}

describe("each format, from the file to the published layer", () => {
  test.each<[fileName: string, content: () => Promise<string | Uint8Array>, expected: Expected]>([
    [
      "lot.gml",
      async () => buildGml({ Zone: [{ name: "Forêt", at }], Borne: [{ name: "B", at }] }, "IGNF:LAMB93"),
      { driver: "gml", layers: ["Zone", "Borne"], srid: 2154, column: "nom", row: { text: "Forêt", x: at[0], y: at[1], z: 12.5 } },
    ],
    [
      "sortie.gpx",
      async () =>
        buildGpx([
          { name: "Col", at: degrees },
          { name: "Lac", at: [2.6, 48.6, 3] },
        ]),
      {
        driver: "gpx",
        layers: ["sortie waypoints", "sortie routes", "sortie tracks"],
        srid: 4326,
        column: "name",
        row: { text: "Col", x: 2.5, y: 48.5, z: 12.5 },
      },
    ],
    [
      "plan.dxf",
      async () => latin1(buildDxf({ text: "Forêt", at })),
      {
        driver: "dxf",
        layers: ["plan points", "plan lines", "plan texts", "plan blocks"],
        srid: 2154,
        column: "layer",
        row: { text: "Topo", x: at[0] + 1, y: at[1] + 1, z: 12.5 },
      },
    ],
    [
      "zones.mif",
      async () => buildMif([{ name: "Forêt", at: [700_000, 6_600_000] }], lambert, "WindowsLatin1", latin1).mif,
      { driver: "mapinfo-mif", layers: ["zones"], srid: 2154, column: "fid", row: { text: "1", x: 700_000, y: 6_600_000, z: null } },
    ],
    [
      "zones-tab.zip",
      async () => buildZip(await makeByGdal("MapInfo File", "Zones.tab", { a: collection })),
      { driver: "mapinfo-tab", layers: ["Zones"], srid: 2154, column: "nom", row: { text: "Forêt", x: at[0], y: at[1], z: null } },
    ],
    [
      "plan.gdb.zip",
      async () => buildZip(await makeByGdal("OpenFileGDB", "plan.gdb", { zones: collection, bornes: collection })),
      { driver: "filegdb", layers: ["zones", "bornes"], srid: 2154, column: "nom", row: { text: "Forêt", x: at[0], y: at[1], z: 12.5 } },
    ],
    [
      "carte.kmz",
      async () => buildZip([{ name: "doc.kml", content: Buffer.from(kml) }]),
      { driver: "kmz", layers: ["carte"], srid: 4326, column: "name", row: { text: "Forêt", x: 2.5, y: 48.5, z: 12.5 } },
    ],
    [
      "points.txt",
      async () => latin1("nom\tx\ty\tz\nForêt\t700000,5\t6600000,5\t12,5\n"),
      { driver: "csv", layers: ["points"], srid: 2154, column: "nom", row: { text: "Forêt", x: at[0], y: at[1], z: 12.5 } },
    ],
    [
      "sites.xlsx",
      async () =>
        buildXlsx({
          Sites: [["Nos sites"], ["nom", "x", "y"], ["01004", at[0], at[1]]],
          DMS: [
            ["nom", "lat", "lon"],
            ["b", "48°30'N", "2°30'E"],
          ],
        }),
      { driver: "xlsx", layers: ["Sites", "DMS"], srids: [2154, 4326], column: "nom", row: { text: "01004", x: at[0], y: at[1], z: null } },
    ],
    [
      "arrets.ods",
      () => readFixture("stops.libreoffice.ods"),
      { driver: "ods", layers: ["Arrêts", "DMS"], srid: 4326, column: "insee", row: { text: "01004", x: 2.35, y: 48.85, z: null } },
    ],
    [
      "mesures.parquet",
      () => readFixture("types.zstd.parquet"),
      {
        driver: "geoparquet",
        layers: ["mesures"],
        srid: 2154,
        column: "decl",
        row: { text: "12345678901234567890.123456789", x: 700_000.25, y: 6_600_000.5, z: null },
      },
    ],
    [
      "carte.json",
      async () =>
        '{"type":"Topology","arcs":[],"objects":{"villes":{"type":"Point","coordinates":[2.5,48.5],"properties":{"nom":"Forêt"}}}}',
      { driver: "topojson", layers: ["villes"], srid: 4326, column: "nom", row: { text: "Forêt", x: 2.5, y: 48.5, z: null } },
    ],
    [
      "esri.json",
      async () =>
        '{"geometryType":"esriGeometryPoint","spatialReference":{"wkid":102110},"fields":[{"name":"nom","type":"esriFieldTypeString"}],"features":[{"attributes":{"nom":"Forêt"},"geometry":{"x":700000,"y":6600000}}]}',
      { driver: "esrijson", layers: ["esri"], srid: 2154, column: "nom", row: { text: "Forêt", x: 700_000, y: 6_600_000, z: null } },
    ],
  ])(
    "%s",
    async (fileName, content, { driver, layers, srid, srids, column, row }) => {
      const upload = await uploadFile(fileName, await content());
      expect(upload).toMatchObject({ status: "checked", driver, error: null });
      expect(upload.layers.map((layer) => [layer.name, layer.errorCount])).toEqual(layers.map((name) => [name, 0]));
      const rows = await published(upload);
      expect(rows.map((layer) => layer.srid)).toEqual(srids ?? layers.map(() => srid));
      const found = await firstRow(rows[0]?.tableName ?? "", column);
      expect(found?.text).toBe(row.text);
      // MapInfo tables store coordinates as integers on a grid: one centimetre here.
      expect(found?.x).toBeCloseTo(row.x, 1);
      expect(found?.y).toBeCloseTo(row.y, 1);
      expect(found?.z).toBe(row.z);
    },
    180_000,
  );
});

test("coordinates that cannot be read are findings at their rows, and the rows are published without a place", async () => {
  const lines = Array.from({ length: 9 }, (_, n) => `p${n};48°51'${n}"N;2°21'07"E`);
  const upload = await uploadFile("sites.csv", ["nom;lat;lon", ...lines, `faux;48°91'24"N;2°21'07"E`].join("\n"));
  const findings = await listFindings(core, manager, { communityId: manager.communityId, uploadId: upload.id, limit: 10 });
  expect(findings.items).toContainEqual(
    expect.objectContaining({ rule: "coordinates-unreadable", featureIndex: 10, params: expect.objectContaining({ line: 11 }) }),
  );
  const [layer] = await published(upload);
  expect(layer).toMatchObject({ featureCount: 10, srid: 4326 });
});

describe("choices of a person", () => {
  const target = (upload: Upload, index = 0) => ({
    communityId: manager.communityId,
    uploadId: upload.id,
    uploadLayerId: upload.layers[index]?.id ?? "",
  });

  test("setting the CRS of one layer leaves the others unchanged", async () => {
    const upload = await uploadFile("lot.gml", buildGml({ Zone: [{ name: "a", at }], Borne: [{ name: "b", at }] }, "EPSG:2154"));
    await setCrs(core, manager, { ...target(upload, 1), srid: 3946 });
    const again = await checked(upload.id);
    expect(again.layers.map(({ name, chosenSrid }) => [name, chosenSrid])).toEqual([
      ["Zone", 2154],
      ["Borne", 3946],
    ]);
  });

  test("double-encoded texts of a file geodatabase can be repaired; no other encoding can be chosen", async () => {
    const twice = pointCollection([{ at, properties: { nom: "ForÃªt" } }]);
    const upload = await uploadFile("plan.gdb.zip", buildZip(await makeByGdal("OpenFileGDB", "plan.gdb", { zones: twice })));
    const findings = await listFindings(core, manager, { communityId: manager.communityId, uploadId: upload.id, limit: 10 });
    expect(findings.items).toMatchObject([{ rule: "encoding-doubtful", field: "nom" }]);
    expect(upload.layers).toMatchObject([{ encoding: "UTF-8", encodingChoices: ["UTF-8", "UTF-8 (double)"] }]);
    await expect(setEncoding(core, manager, { ...target(upload), encoding: "CP1252" })).rejects.toMatchObject({
      code: "encoding-is-fixed",
    });
    await setEncoding(core, manager, { ...target(upload), encoding: "UTF-8 (double)" });
    const again = await checked(upload.id);
    expect(again.layers).toMatchObject([{ encoding: "UTF-8 (double)" }]);
    expect(await previewLayer(core, manager, target(again))).toMatchObject({ geojson: { features: [{ properties: { nom: "Forêt" } }] } });
    expect((await firstRow((await published(again))[0]?.tableName ?? "", "nom"))?.text).toBe("Forêt");
  });
});
