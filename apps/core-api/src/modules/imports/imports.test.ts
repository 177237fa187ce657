import { createContributionInput } from "@archipel/contracts/contributions.ts";
import type { EditImport, ImportChoice } from "@archipel/contracts/imports.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import type { GeometryColumn } from "@archipel/geo/wkb-promote.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Runner } from "../../jobs/runner.ts";
import type { MemberActor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { createServer } from "../../server.ts";
import { startTestRunner } from "../../testing/run-jobs.ts";
import { createTestCore } from "../../testing/test-core.ts";
import { createContribution, saveEdits, submitContribution } from "../contributions/service/drafts.ts";
import { listEdits } from "../contributions/service/read-edits.ts";
import { saveEditRules } from "../contributions/service/rules.ts";
import { mergeAsSeen } from "../contributions/testing/decide.ts";
import type { RowValue } from "../layers/table/copy-rows.ts";
import { buildTestLayer } from "../layers/table/test-layer.ts";
import { chooseReading, discardImport, getImport, takeImport } from "./service.ts";

let database: Database;
let core: Core;
let runner: Runner;
let app: FastifyInstance;
let contributor: MemberActor;
let manager: MemberActor;

beforeAll(async () => {
  database = await openTestDatabase();
  ({ core, runner } = await startTestRunner(await createTestCore(database)));
  app = await createServer(core);
  const { id: communityId } = await createCommunity(database);
  const person = async (role: "contributor" | "manager"): Promise<MemberActor> => {
    const { id: userId } = await createMember(database, communityId, role);
    return { userId, communityId, role, isOperator: false, isSuspended: false };
  };
  contributor = await person("contributor");
  manager = await person("manager");
});
afterAll(async () => {
  await app.close();
  await runner.stop();
  await database.close();
});

const FIELDS: LayerField[] = [
  { name: "Code", column: "code", type: "text" },
  { name: "Libellé", column: "libelle", type: "text", label: "Nom complet" },
  { name: "n", column: "n", type: "integer" },
  { name: "r", column: "r", type: "double" },
  { name: "ok", column: "ok", type: "boolean" },
  { name: "jour", column: "jour", type: "date" },
  { name: "vu", column: "vu", type: "datetime" },
  { name: "interne", column: "interne", type: "text", isHidden: true },
];
const VALUES: RowValue[][] = [
  ["007", 'Forêt "dense"\nsur deux lignes', 12, 0.1, true, "2024-02-29", "2024-01-01T10:00:00.123456Z", "secret"],
  ["1.10", "2024/01/02", -3, 1234567.891234567, false, "1999-12-31", "1999-12-31T23:59:59Z", "secret"],
  ["=0", "NULL", null, null, null, null, null, null],
];

const X = 700_000.123456789;
const Y = 6_600_000.987654321;
const ring = (x: number, y: number, side: number, z?: number): Position[] => {
  const corners: [number, number][] = [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
    [x, y],
  ];
  return z === undefined ? corners : corners.map(([px, py], index): Position => [px, py, z + (index % 4)]);
};

interface Kind {
  column: GeometryColumn;
  shape: (index: number) => Geometry;
}
const KINDS: Record<string, Kind> = {
  points: {
    column: { type: "Point", srid: 4326, hasZ: false },
    shape: (index) => ({ type: "Point", coordinates: [2.123456789123 + index, 46.987654321987] }),
  },
  lines: {
    column: { type: "MultiLineString", srid: 2154, hasZ: false },
    shape: (index) => ({
      type: "MultiLineString",
      coordinates: [
        [
          [X + index, Y],
          [X + index + 10.3, Y + 7.7],
        ],
        [
          [X, Y + 50],
          [X + 1, Y + 51],
        ],
      ],
    }),
  },
  "polygons with holes, clockwise": {
    column: { type: "MultiPolygon", srid: 2154, hasZ: false },
    shape: (index) => ({
      type: "MultiPolygon",
      coordinates: [[ring(X + index * 1000, Y, 500).toReversed(), ring(X + index * 1000 + 100, Y + 100, 50)], [ring(X, Y + 9000, 30)]],
    }),
  },
  "polygons with heights": {
    column: { type: "Polygon", srid: 2154, hasZ: true },
    shape: (index) => ({ type: "Polygon", coordinates: [ring(X + index * 1000, Y, 500, 35.25)] }),
  },
  "any shapes, in degrees": {
    column: { type: "Geometry", srid: 4171, hasZ: false },
    shape: (index) =>
      index === 0
        ? { type: "Point", coordinates: [2.000000001, 46.00000012] }
        : { type: "Polygon", coordinates: [ring(2 + index, 46, 0.0123456789)] },
  },
};

async function layerOf({ column, shape }: Kind, communityId = contributor.communityId) {
  const features = VALUES.map((values, index) => ({ geometry: shape(index), values }));
  return buildTestLayer(database, communityId, { geometry: column, fields: FIELDS, features });
}
type Made = Awaited<ReturnType<typeof layerOf>>;
const zones = () => layerOf(KINDS["polygons with holes, clockwise"] as Kind);

const send = (layerId: string, name: string, payload: string | Buffer, actor = contributor) =>
  app.inject({
    method: "POST",
    url: "/imports",
    query: { community: actor.communityId, layer: layerId, name },
    payload: Buffer.from(payload),
    headers: { authorization: `Bearer ${actor.userId}`, "content-type": "application/octet-stream" },
  });

async function read(importId: string, actor = contributor): Promise<EditImport> {
  for (;;) {
    const found = await getImport(core, actor, importId);
    if (found.status !== "reading") return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function handIn(layerId: string, name: string, payload: string | Buffer) {
  const response = await send(layerId, name, payload);
  if (response.statusCode !== 200) throw new Error(response.body);
  return read(response.json().id);
}

async function again(importId: string, choice: ImportChoice) {
  await chooseReading(core, contributor, { communityId: contributor.communityId, importId, choice });
  return read(importId);
}

const headers = () => ({ authorization: `Bearer ${contributor.userId}` });
const download = async (layerId: string, format: string) =>
  (await app.inject({ url: `/downloads/${layerId}.${format}`, headers: headers() })).rawPayload;

interface Downloaded {
  features: { id?: number; properties: Record<string, unknown>; geometry: { type: string; coordinates: number[][][][] } }[];
}
const geojsonOf = async ({ layerId }: Made): Promise<Downloaded> => JSON.parse((await download(layerId, "geojson")).toString("utf8"));

const take = async ({ id }: EditImport, more: Partial<Parameters<typeof takeImport>[2]> = {}) =>
  takeImport(core, contributor, { communityId: contributor.communityId, importId: id, title: "Reprise", ...more });
const editsOf = async (contributionId: string, actor = contributor) =>
  (await listEdits(core, actor, { communityId: actor.communityId, contributionId, limit: 100 })).items;

describe("a download that comes back as it went changes nothing", () => {
  describe.each(Object.entries(KINDS))("%s", (_name, kind) => {
    test.each(["geojson", "gpkg", "csv"])("%s", async (format) => {
      const { layerId } = await layerOf(kind);
      const found = await handIn(layerId, `couche.${format}`, await download(layerId, format));
      expect(found.error).toBeNull();
      expect(found.preview).toMatchObject({
        rows: 3,
        inserted: 0,
        updated: 0,
        unchanged: 3,
        refused: 0,
        absent: 0,
        key: "fid",
        refusals: [],
      });
      expect(found.preview?.columns).toEqual({ compared: ["Code", "Nom complet", "n", "r", "ok", "jour", "vu"], ignored: [], locked: [] });
      await expect(take(found)).rejects.toMatchObject({ code: "import-changes-nothing" });
    });
  });

  test("a spreadsheet: semicolons, decimal commas, French dates, a number for each row, no shapes", async () => {
    const { layerId } = await zones();
    const table = [
      "fid;CODE;Libelle;n;r;ok;jour;vu",
      '1;007;"Forêt ""dense""\nsur deux lignes";12;0,1;VRAI;29/02/2024;2024-01-01 10:00:00',
      "2;1.10;2024/01/02;-3;1234567,891234567;FAUX;31/12/1999;31/12/1999 23:59:59",
      "3;'=0;NULL;;;;;",
    ].join("\n");
    const { preview } = await handIn(layerId, "table.csv", table);
    expect(preview).toMatchObject({ rows: 3, updated: 0, unchanged: 3, refused: 0, key: "fid", crs: null });
  });
});

describe("an edited copy", () => {
  test("proposes exactly what differs, and takes it into the draft, three-way from the version that was there", async () => {
    const layer = await zones();
    const { layerId } = layer;
    const data = await geojsonOf(layer);
    const [first, second] = data.features;
    if (!first || !second) throw new Error("no features");
    first.properties.n = 13;
    first.properties.Libellé = "Futaie";
    const corner = second.geometry.coordinates[0]?.[0]?.[2];
    if (!corner) throw new Error("no corner");
    corner[0] = (corner[0] ?? 0) + 0.0001;
    data.features.push({ properties: { Code: "new", n: 5 }, geometry: first.geometry });
    const found = await handIn(layerId, "couche.geojson", JSON.stringify(data));
    expect(found.preview).toMatchObject({ rows: 4, inserted: 1, updated: 2, unchanged: 1, refused: 0, absent: 0 });
    const { contributionId, taken } = await take(found);
    expect(taken).toBe(3);
    const edits = await editsOf(contributionId);
    expect(edits).toMatchObject([
      {
        operation: "update",
        fid: 1,
        baseVersion: 1,
        changedColumns: ["n", "libelle"],
        hasGeometry: false,
        mine: { values: { n: 13, libelle: "Futaie" } },
      },
      { operation: "update", fid: 2, baseVersion: 1, changedColumns: [], hasGeometry: true },
      {
        operation: "insert",
        fid: null,
        changedColumns: ["n", "code"],
        hasGeometry: true,
        mine: { values: { n: 5, code: "new", ok: null } },
      },
    ]);
    // Only one vertex of the second moved: all others are those of the layer, to the last digit.
    const [moved] = await database.sqlAs({ role: "system" }, (sql) =>
      sql.query<{ apart: number; same: number }>(
        `SELECT count(*) FILTER (WHERE NOT ST_Equals(a.geom, b.geom))::integer AS apart, count(*) FILTER (WHERE ST_Equals(a.geom, b.geom))::integer AS same
         FROM contribution_edits e, layers."${layer.spec.tableName}" f, ST_DumpPoints(e.geom) a, ST_DumpPoints(f.geom) b
         WHERE e.contribution_id = $1::uuid AND e.fid = 2 AND f.fid = 2 AND a.path = b.path`,
        [contributionId],
      ),
    );
    expect(moved).toMatchObject({ apart: 1, same: 14 });
    await submitContribution(core, contributor, contributionId);
    expect((await mergeAsSeen(core, manager, contributionId)).outcome).toBe("merged");
    expect((await getImport(core, contributor, found.id)).status).toBe("taken");
    await expect(take(found)).rejects.toMatchObject({ code: "import-not-ready" });
  });

  test("meets the draft that is open: what it does not speak of stays, a new feature that comes twice is one", async () => {
    const layer = await zones();
    const { layerId, datasetId } = layer;
    const { communityId } = contributor;
    const draft = createContributionInput.parse({ communityId, datasetId, title: "À la main" });
    const { id: contributionId } = await createContribution(core, contributor, draft);
    const drawn = { operation: "update", layerId, fid: 1, baseVersion: 1, values: { libelle: "À la main", n: 1 } } as const;
    await saveEdits(core, contributor, { communityId, contributionId, edits: [drawn] });
    const data = await geojsonOf(layer);
    Object.assign(data.features[0]?.properties ?? {}, { n: 99 });
    data.features.push({ properties: { Code: "new" }, geometry: (data.features[0] as Downloaded["features"][0]).geometry });
    for (const _round of [1, 2]) {
      const found = await handIn(layerId, "couche.geojson", JSON.stringify(data));
      expect((await take(found, { contributionId })).contributionId).toBe(contributionId);
      const edits = await editsOf(contributionId);
      expect(edits.map(({ operation, mine }) => [operation, mine?.values.libelle, mine?.values.n])).toEqual([
        ["update", "À la main", 99],
        ["insert", null, null],
      ]);
    }
  });

  test("deletes what it does not hold when that is asked for, with the reason", async () => {
    const layer = await zones();
    const data = await geojsonOf(layer);
    data.features.splice(1, 1);
    const found = await handIn(layer.layerId, "couche.geojson", JSON.stringify(data));
    expect(found.preview).toMatchObject({ unchanged: 2, absent: 1 });
    await expect(take(found)).rejects.toMatchObject({ code: "import-changes-nothing" });
    const { contributionId } = await take(found, { deleteAbsent: { reason: "Absent du fichier" } });
    expect(await editsOf(contributionId)).toMatchObject([{ operation: "delete", fid: 2, baseVersion: 1, reason: "Absent du fichier" }]);
  });

  test("a feature that somebody changed since conflicts, and is not overwritten", async () => {
    const layer = await zones();
    const { layerId } = layer;
    const data = await geojsonOf(layer);
    Object.assign(data.features[0]?.properties ?? {}, { n: 99 });
    const found = await handIn(layerId, "couche.geojson", JSON.stringify(data));
    const { communityId } = manager;
    const theirs = createContributionInput.parse({ communityId, datasetId: layer.datasetId, title: "Autre" });
    const { id } = await createContribution(core, manager, theirs);
    const edit = { operation: "update", layerId, fid: 1, baseVersion: 1, values: { n: 50 } } as const;
    await saveEdits(core, manager, { communityId, contributionId: id, edits: [edit] });
    expect((await mergeAsSeen(core, manager, id)).outcome).toBe("merged");
    const { contributionId } = await take(found);
    expect(await editsOf(contributionId)).toMatchObject([{ fid: 1, baseVersion: 1, conflict: { columns: ["n"] } }]);
  });

  test("rows told apart by a column that was chosen, and by nothing", async () => {
    const layer = await zones();
    const table = "code;n;lon;lat\n007;20;2,5;46,5\n1.10;-3;;\nnouveau;1;2,5;46,5\n";
    const found = await handIn(layer.layerId, "table.csv", table);
    // Shapes of the layer are polygons: points do not fit, and are told.
    expect(found.preview).toMatchObject({ key: "code", rows: 3, updated: 0, inserted: 0, unchanged: 1, refused: 2, absent: 1 });
    expect(found.preview?.keys.map(({ key }) => key)).toEqual(["code", "n", "none"]);
    expect(found.preview?.refusals).toMatchObject([
      { row: 1, code: "import-geometry-of-other-type", params: { found: "Point", layer: "MultiPolygon" } },
      { row: 3, code: "import-geometry-of-other-type" },
    ]);
    expect((await again(found.id, { key: "none" })).preview).toMatchObject({ key: "none", absent: null, refused: 3, updated: 0 });
    const plain = await handIn(layer.layerId, "table.csv", "code;n\n007;20\n");
    expect(plain.preview).toMatchObject({ updated: 1, unchanged: 0, absent: 2 });
  });
});

describe("rows that do not fit", () => {
  test("each is told with its row, column and value; the others can be taken", async () => {
    const layer = await zones();
    const data = await geojsonOf(layer);
    const [first, second, third] = data.features;
    if (!first || !second || !third) throw new Error("no features");
    first.properties.n = "douze";
    second.properties.jour = "2024-02-30";
    third.properties.Code = "changed";
    const bowTie = {
      type: "MultiPolygon",
      coordinates: [
        [
          [
            [2, 46],
            [3, 47],
            [3, 46],
            [2, 47],
            [2, 46],
          ],
        ],
      ],
    };
    data.features.push({ id: 3, properties: {}, geometry: third.geometry });
    data.features.push({ properties: {}, geometry: bowTie });
    data.features.push({
      properties: {},
      geometry: {
        type: "MultiPolygon",
        coordinates: [
          [
            [
              [2, 460],
              [3, 460],
              [3, 461],
              [2, 460],
            ],
          ],
        ],
      },
    });
    data.features.push({ properties: { Code: "sans forme" }, geometry: JSON.parse("null") });
    data.features.push({ id: 1.5, properties: {}, geometry: third.geometry });
    const found = await handIn(layer.layerId, "couche.geojson", JSON.stringify(data));
    expect(found.preview).toMatchObject({ rows: 8, updated: 1, unchanged: 0, inserted: 0, refused: 7, absent: 0 });
    expect(found.preview?.refusals.toSorted((a, b) => a.row - b.row)).toMatchObject([
      { row: 1, column: "n", code: "value-not-integer", params: { value: "douze" } },
      { row: 2, column: "jour", code: "value-not-date", params: { value: "2024-02-30" } },
      { row: 4, column: null, code: "import-key-twice", params: { value: "3", row: 3 } },
      { row: 5, code: "import-geometry-invalid", params: { lon: expect.closeTo(2.5, 1), lat: expect.closeTo(46.5, 1) } },
      { row: 6, code: "import-out-of-reach" },
      { row: 7, code: "import-without-geometry" },
      { row: 8, code: "import-number-unreadable", params: { value: "1.5" } },
    ]);
    const { contributionId } = await take(found);
    expect(await editsOf(contributionId)).toMatchObject([{ fid: 3, changedColumns: ["code"] }]);
  });

  test("columns that nobody edits, and unknown ones, are named and left", async () => {
    const layer = await zones();
    const { communityId } = manager;
    const rules = {
      isOpen: true,
      directRole: "manager",
      approvals: 1,
      territoryCounts: false,
      lockedColumns: { [layer.layerId]: ["n"] },
    } as const;
    await saveEditRules(core, manager, {
      communityId,
      datasetId: layer.datasetId,
      rules: { ...rules, lockedColumns: { [layer.layerId]: ["n"] } },
    });
    const { preview } = await handIn(layer.layerId, "table.csv", "fid;code;n;interne;autre\n1;007;500;vu;x\n");
    expect(preview).toMatchObject({ unchanged: 1, columns: { compared: ["Code"], ignored: ["interne", "autre"], locked: ["n"] } });
  });

  test("a number of a feature that was deleted since does not make it anew", async () => {
    const layer = await zones();
    const { communityId } = manager;
    const file = await download(layer.layerId, "geojson");
    const { id } = await createContribution(
      core,
      manager,
      createContributionInput.parse({ communityId, datasetId: layer.datasetId, title: "x" }),
    );
    await saveEdits(core, manager, {
      communityId,
      contributionId: id,
      edits: [{ operation: "delete", layerId: layer.layerId, fid: 2, baseVersion: 1 }],
    });
    expect((await mergeAsSeen(core, manager, id)).outcome).toBe("merged");
    const { preview } = await handIn(layer.layerId, "couche.geojson", file);
    expect(preview).toMatchObject({
      unchanged: 2,
      inserted: 0,
      refused: 1,
      refusals: [{ row: 2, code: "import-feature-deleted", params: { fid: 2 } }],
    });
  });
});

describe("who and what is refused", () => {
  test("a layer of another community, a member without the right, a dataset that takes no contributions, nobody", async () => {
    const other = await createCommunity(database);
    const foreign = await layerOf(KINDS.points as Kind, other.id);
    expect((await send(foreign.layerId, "a.csv", "fid\n1")).json()).toMatchObject({ error: "layer-not-found" });
    const member: MemberActor = { ...contributor, userId: (await createMember(database, contributor.communityId, "member")).id };
    const layer = await zones();
    expect((await send(layer.layerId, "a.csv", "fid\n1", member)).statusCode).toBe(403);
    expect(
      (
        await app.inject({
          method: "POST",
          url: "/imports",
          query: { community: contributor.communityId, layer: layer.layerId, name: "a" },
        })
      ).statusCode,
    ).toBe(401);
    const { communityId } = manager;
    const closed = { isOpen: false, directRole: "manager", approvals: 1, territoryCounts: false, lockedColumns: {} } as const;
    await saveEditRules(core, manager, { communityId, datasetId: layer.datasetId, rules: closed });
    expect((await send(layer.layerId, "a.csv", "fid\n1")).json()).toMatchObject({ error: "contributions-closed" });
  });

  test("somebody else's file does not exist", async () => {
    const layer = await zones();
    const found = await handIn(layer.layerId, "a.csv", "fid;n\n1;5");
    await expect(getImport(core, manager, found.id)).rejects.toMatchObject({ code: "import-not-found" });
    const wanted = { communityId: manager.communityId, importId: found.id };
    await expect(takeImport(core, manager, { ...wanted, title: "x" })).rejects.toMatchObject({ code: "import-not-found" });
    await expect(discardImport(core, manager, found.id)).rejects.toMatchObject({ code: "import-not-found" });
    await discardImport(core, contributor, found.id);
    await expect(getImport(core, contributor, found.id)).rejects.toMatchObject({ code: "import-not-found" });
  });

  test.each([
    [
      "a virtual format under another name",
      "a.geojson",
      '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>',
      "import-unsupported",
    ],
    ["a document type", "a.kml", '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>', "import-unsupported"],
    [
      "an archive that climbs out of its folder",
      "a.zip",
      buildZip([{ name: "../../a.csv", content: Buffer.from("fid") }]),
      "import-archive-refused",
    ],
    ["broken JSON", "a.geojson", '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":}]}', "import-unreadable"],
    ["a picture", "a.csv", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), "import-unsupported"],
  ])("%s", async (_what, name, content, code) => {
    const layer = await zones();
    const found = await handIn(layer.layerId, name, content);
    expect(found).toMatchObject({ status: "failed", preview: null, error: { code } });
    await expect(take(found)).rejects.toMatchObject({ code: "import-not-ready" });
  });
});
