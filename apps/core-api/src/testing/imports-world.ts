import type { EditImport, ImportChoice } from "@archipel/contracts/imports.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import type { GeometryColumn } from "@archipel/geo/wkb-promote.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { MemberActor } from "../kernel/actor.ts";
import type { RowValue } from "../layer-store/tables/copy-rows.ts";
import { buildTestLayer } from "../layer-store/tables/test-layer.ts";
import { listEdits } from "../modules/contributions/service/read-edits.ts";
import { chooseReading, getImport, takeImport } from "../modules/imports/service.ts";
import { createServer } from "../server.ts";
import { bearer } from "./bearer.ts";
import { startTestRunner } from "./run-jobs.ts";
import { createTestCore } from "./test-core.ts";

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

export interface Kind {
  column: GeometryColumn;
  shape: (index: number) => Geometry;
}
export const KINDS: Record<string, Kind> = {
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

export interface Downloaded {
  features: { id?: number; properties: Record<string, unknown>; geometry: { type: string; coordinates: number[][][][] } }[];
}

/** For tests: a server that accepts imports and runs their jobs, with people, and functions for the usual calls. */
export async function importsWorld() {
  const database = await openTestDatabase();
  const { core, runner } = await startTestRunner(await createTestCore(database));
  const app = await createServer(core);
  const { id: communityId } = await createCommunity(database);
  const person = async (role: "contributor" | "manager"): Promise<MemberActor> => {
    const { id: userId } = await createMember(database, communityId, role);
    return { userId, communityId, role, isOperator: false, isSuspended: false };
  };
  const contributor = await person("contributor");
  const manager = await person("manager");

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
      headers: { ...bearer(actor.userId), "content-type": "application/octet-stream" },
    });

  async function read(importId: string, actor = contributor): Promise<EditImport> {
    for (;;) {
      const found = await getImport(core, actor, importId);
      if (found.status !== "reading") return found;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }

  async function uploadFile(layerId: string, name: string, payload: string | Buffer) {
    const response = await send(layerId, name, payload);
    if (response.statusCode !== 200) throw new Error(response.body);
    return read(response.json().id);
  }

  async function again(importId: string, choice: ImportChoice) {
    await chooseReading(core, contributor, { communityId: contributor.communityId, importId, choice });
    return read(importId);
  }

  const headers = () => bearer(contributor.userId);
  const download = async (layerId: string, format: string) =>
    (await app.inject({ url: `/downloads/${layerId}.${format}`, headers: headers() })).rawPayload;

  const geojsonOf = async ({ layerId }: Made): Promise<Downloaded> => JSON.parse((await download(layerId, "geojson")).toString("utf8"));

  const take = async ({ id }: EditImport, more: Partial<Parameters<typeof takeImport>[2]> = {}) =>
    takeImport(core, contributor, { communityId: contributor.communityId, importId: id, title: "Reprise", ...more });
  const editsOf = async (contributionId: string, actor = contributor) =>
    (await listEdits(core, actor, { communityId: actor.communityId, contributionId, limit: 100 })).items;

  return {
    database,
    core,
    app,
    contributor,
    manager,
    layerOf,
    zones,
    send,
    uploadFile,
    again,
    download,
    geojsonOf,
    take,
    editsOf,
    async close() {
      await app.close();
      await runner.stop();
      await database.close();
    },
  };
}
