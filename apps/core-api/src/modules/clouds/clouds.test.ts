import { Readable } from "node:stream";
import { cloudHistory, cloudLayer, cloudTilePath } from "@archipel/contracts/clouds.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createDataset, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anonymous, type MemberActor } from "../../kernel/actor.ts";
import { storedBytes } from "../../kernel/storage-quota.ts";
import { tableNameOf } from "../../layer-store/tables/layer-table.ts";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import { newTile, publishTile } from "../../testing/cloud-tiles.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { removeAttachment, renameAttachment } from "../attachments/service.ts";
import { eraseDataset } from "../datasets/bin/erase.ts";
import { deleteDataset, getDataset } from "../datasets/service.ts";
import { openCloudLayer } from "./service/open.ts";
import { forgetRevision, listRevisions, restoreRevision } from "./service/revisions.ts";

let database: Database;
let core: TestCore;
let app: FastifyInstance;
let manager: MemberActor;
let stranger: MemberActor;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  app = await createServer(core);
  [manager, stranger] = [await newManager(), await newManager()];
});
afterAll(async () => {
  await app.close();
  await database.close();
});

async function newManager(): Promise<MemberActor> {
  const { id: communityId } = await createCommunity(database);
  const { id: userId } = await createMember(database, communityId, "manager");
  return { userId, communityId, role: "manager", isOperator: false, isSuspended: false };
}

async function newDataset(values: Parameters<typeof createDataset>[2] = { status: "published", visibility: "public" }) {
  return { communityId: manager.communityId, dataset: await createDataset(database, manager.communityId, values) };
}
const stored = async (text: string) => (await core.storage.put(Readable.from([text]))).key;
const read = (id: string, revision: number, headers = {}) => app.inject({ url: cloudTilePath({ id, revision }), headers });
const about = (id: string, revision = 1) => ({ communityId: manager.communityId, attachmentId: id, revision });
const bytesOf = async (communityId: string) =>
  (await database.sqlAs({ role: "system" }, (sql) => storedBytes(sql, communityId))).get(communityId) ?? 0;

async function tableOf(layerId: string) {
  return database.sqlAs({ role: "system" }, async (sql) => {
    const [row] = await sql.query<{ exists: boolean }>("SELECT to_regclass('layers.' || $1) IS NOT NULL AS exists", [tableNameOf(layerId)]);
    return row?.exists;
  });
}

describe("a point-cloud layer", () => {
  test("is made with the first tile and extended by others; its index has a feature for each", async () => {
    const of = await newDataset();
    const first = await publishTile(database, of, "0652_6862.copc.laz");
    const second = await publishTile(database, of, "0653_6862.copc.laz", {
      min: [653000, 6861000, 20],
      max: [654000, 6862000, 50],
      points: 500,
    });
    expect(second.layerId).toBe(first.layerId);
    const layer = cloudLayer.parse(await openCloudLayer(core, anonymous, first.layerId));
    expect(layer).toMatchObject({ srid: 2154, verticalSrid: 5720, datasetId: of.dataset.id });
    expect(layer.tiles.map(({ id, revision, title, facts }) => [id, revision, title, facts.points])).toEqual([
      [first.id, 1, "0652_6862", 1000],
      [second.id, 1, "0653_6862", 500],
    ]);
    const { layers } = await getDataset(core, manager, of.dataset.id);
    expect(layers).toMatchObject([
      { kind: "pointcloud", abilities: ["tiles", "features", "downloads"], geometry: "polygon", featureCount: 2, revision: 2 },
    ]);
    expect(layers[0]?.bbox?.[0]).toBeCloseTo(2.346, 3);
    const { features } = (await app.inject({ url: `/downloads/${first.layerId}.geojson` })).json();
    expect(features[0].properties).toMatchObject({
      title: "0652_6862",
      points: 1000,
      density: 12.35,
      ground: 600,
      buildings: 400,
      water: 0,
      first_day: "2023-05-01",
      year: 2023,
      product: "LiDAR HD",
      lowest: 30,
      copc: cloudTilePath({ id: first.id, revision: 1 }),
    });
    expect(features[0].properties).not.toHaveProperty("tile");
    expect(features[1].geometry.coordinates[0]).toHaveLength(5);
    const { z, x, y } = tileAt(2.35, 48.85, 12);
    const mvt = await app.inject({ url: `/tiles/${first.layerId}/${z}/${x}/${y}.mvt` });
    expect([mvt.statusCode, mvt.rawPayload.length > 100]).toEqual([200, true]);
  });

  test("goes on with an index of an older version, which lacks the newest columns", async () => {
    const of = await newDataset();
    const { layerId } = await publishTile(database, of, "old.copc.laz");
    const table = `layers."${tableNameOf(layerId)}"`;
    await database.sqlAs({ role: "worker", communityId: of.communityId }, (sql) =>
      sql.script(`ALTER TABLE ${table} DROP COLUMN year, DROP COLUMN product`),
    );
    await publishTile(database, of, "old.copc.laz", { points: 7 });
    await publishTile(database, of, "next.copc.laz");
    expect((await getDataset(core, manager, of.dataset.id)).layers[0]?.featureCount).toBe(2);
  });

  test("stays as it is when the same tile is published again", async () => {
    const of = await newDataset();
    const key = await stored("same");
    const { id, layerId } = await publishTile(database, of, "same.copc.laz", { key });
    await publishTile(database, of, "same.copc.laz", { key });
    expect((await openCloudLayer(core, anonymous, layerId)).tiles[0]?.revision).toBe(1);
    expect(await listRevisions(core, manager, about(id))).toHaveLength(1);
    expect((await getDataset(core, manager, of.dataset.id)).layers[0]?.revision).toBe(1);
  });

  test("refuses a tile in another CRS, and says which", async () => {
    const of = await newDataset();
    await publishTile(database, of, "a.copc.laz");
    await expect(publishTile(database, of, "b.copc.laz", { srid: 3946 })).rejects.toMatchObject({
      code: "cloud-crs-differs",
      params: { file: "b.copc.laz", srid: 3946, expected: 2154 },
    });
    expect((await getDataset(core, manager, of.dataset.id)).layers[0]?.featureCount).toBe(1);
  });

  test("is opened and read by those who see its dataset", async () => {
    const of = await newDataset({ status: "published", visibility: "members" });
    const { id, layerId } = await publishTile(database, of, "m.copc.laz", { key: await stored("members"), size: 7 });
    await expect(openCloudLayer(core, stranger, layerId)).rejects.toMatchObject({ code: "cloud-layer-not-found" });
    await expect(openCloudLayer(core, anonymous, layerId)).rejects.toMatchObject({ code: "cloud-layer-not-found" });
    expect((await openCloudLayer(core, manager, layerId)).tiles).toHaveLength(1);
    expect((await read(id, 1)).statusCode).toBe(404);
    expect((await read(id, 1, bearer(stranger.userId))).statusCode).toBe(404);
    const mine = await read(id, 1, bearer(manager.userId));
    expect([mine.statusCode, mine.body, mine.headers["cache-control"]]).toEqual([200, "members", "private, no-cache, no-transform"]);
  });

  test("is edited by nobody, because its features follow the tiles", async () => {
    const { layerId } = await publishTile(database, await newDataset(), "e.copc.laz");
    const feature = { type: "Feature", geometry: { type: "Point", coordinates: [2, 46] }, properties: { title: "x" } };
    const headers = { ...bearer(manager.userId), "content-type": "application/geo+json" };
    const url = `/ogc/collections/${layerId}/items`;
    const calls = [
      { method: "POST", url, headers, payload: JSON.stringify(feature) },
      { method: "PUT", url: `${url}/1`, headers, payload: JSON.stringify(feature) },
      { method: "DELETE", url: `${url}/1`, headers },
    ] as const;
    for (const call of calls) {
      const { statusCode } = await app.inject(call);
      expect([call.method, statusCode >= 400 && statusCode < 500]).toEqual([call.method, true]);
    }
    const { features } = (await app.inject({ url: `/downloads/${layerId}.geojson` })).json();
    expect(features).toMatchObject([{ properties: { title: "e", points: 1000 } }]);
  });

  test("follows its tiles: a new title, and its end with the last of them", async () => {
    const of = await newDataset();
    const { id, layerId } = await publishTile(database, of, "end.copc.laz");
    await renameAttachment(core, manager, id, "La dernière");
    const { features } = (await app.inject({ url: `/downloads/${layerId}.geojson` })).json();
    expect(features.map(({ properties }: { properties: object }) => properties)).toMatchObject([{ title: "La dernière" }]);
    await removeAttachment(core, manager, id);
    await expect(openCloudLayer(core, manager, layerId)).rejects.toMatchObject({ code: "cloud-layer-not-found" });
    expect(await tableOf(layerId)).toBe(false);
    // The next tile makes another one.
    expect((await publishTile(database, of, "end.copc.laz")).layerId).not.toBe(layerId);
  });
});

describe("a tile that is published again", () => {
  test("keeps its address, and each revision stays readable under its own, which caches may keep", async () => {
    const of = await newDataset();
    const { id } = await publishTile(database, of, "r.copc.laz", { key: await stored("the first"), size: 9 });
    const { layerId } = await publishTile(database, of, "r.copc.laz", { key: await stored("the second"), size: 10, points: 900 });
    const [tile] = (await openCloudLayer(core, anonymous, layerId)).tiles;
    expect(tile).toMatchObject({ id, revision: 2, size: 10, facts: { points: 900 } });
    const [first, second, current] = [await read(id, 1), await read(id, 2), await app.inject({ url: `/downloads/attachments/${id}` })];
    expect([first.body, second.body, current.body]).toEqual(["the first", "the second", "the second"]);
    expect(second.headers["cache-control"]).toBe("public, max-age=3600, immutable, no-transform");
    expect(current.headers["cache-control"]).toContain("must-revalidate");
    const part = await read(id, 2, { range: "bytes=4-9" });
    expect([part.statusCode, part.body, part.headers["content-range"]]).toEqual([206, "second", "bytes 4-9/10"]);
    for (const [revision, status] of [
      ["3", 404],
      ["0", 400],
      ["1e3", 400],
      ["99999999999", 400],
      ["1&revision=2", 400],
    ] as const) {
      expect([revision, (await app.inject({ url: `/downloads/attachments/${id}?revision=${revision}` })).statusCode]).toEqual([
        revision,
        status,
      ]);
    }
  });

  test("has a history that says who changed what", async () => {
    const { id } = await newTile(database, await newDataset());
    const [second, first] = cloudHistory.parse(await listRevisions(core, manager, about(id)));
    expect(first).toMatchObject({ revision: 1, isCurrent: false, points: 1000, difference: null, restores: null });
    expect(second).toMatchObject({
      revision: 2,
      isCurrent: true,
      points: 1200,
      difference: {
        points: { before: 1000, after: 1200 },
        classes: { "2": { before: 600, after: 700 }, "6": { before: 400, after: 500 } },
        bounds: null,
      },
    });
    expect(first?.fileName).toMatch(/as uploaded$/);
    await expect(listRevisions(core, stranger, { ...about(id), communityId: stranger.communityId })).rejects.toMatchObject({
      code: "attachment-not-found",
    });
  });

  test("gets the points of an earlier revision back by one action, as a new revision; its bytes count once", async () => {
    const of = await newDataset();
    const key = await stored("restored");
    const { id, layerId } = await publishTile(database, of, "z.copc.laz", { key, size: 8 });
    await publishTile(database, of, "z.copc.laz", { key: await stored("wrong"), size: 5, points: 3, classes: { "1": 3 } });
    const before = await bytesOf(manager.communityId);
    expect(await restoreRevision(core, manager, about(id))).toEqual({ revision: 3 });
    const [tile] = (await openCloudLayer(core, anonymous, layerId)).tiles;
    expect(tile).toMatchObject({ revision: 3, size: 8, facts: { points: 1000 } });
    expect((await read(id, 3)).body).toBe("restored");
    expect((await read(id, 2)).body).toBe("wrong");
    // 8 current and 5 earlier, as before: 5 current and 8 earlier.
    expect(await bytesOf(manager.communityId)).toBe(before);
    expect((await listRevisions(core, manager, about(id)))[0]).toMatchObject({
      revision: 3,
      restores: 1,
      difference: { points: { before: 3 } },
    });
    const { features } = (await app.inject({ url: `/downloads/${layerId}.geojson` })).json();
    expect(features[0].properties).toMatchObject({ revision: 3, points: 1000 });
    await expect(restoreRevision(core, manager, about(id, 3))).rejects.toMatchObject({ code: "cloud-revision-current" });
    await expect(restoreRevision(core, manager, about(id, 9))).rejects.toMatchObject({ code: "cloud-revision-not-found" });
    const foreign = { ...about(id), communityId: stranger.communityId };
    await expect(restoreRevision(core, stranger, foreign)).rejects.toMatchObject({ code: "attachment-not-found" });
    await expect(forgetRevision(core, stranger, foreign)).rejects.toMatchObject({ code: "attachment-not-found" });
  });

  test("loses an earlier revision with its bytes, never the current one", async () => {
    const of = await newDataset();
    const [first, second] = [await stored("to forget"), await stored("to keep")];
    const { id } = await publishTile(database, of, "f.copc.laz", { key: first, size: 9 });
    await publishTile(database, of, "f.copc.laz", { key: second, size: 7, points: 1 });
    const before = await bytesOf(manager.communityId);
    await expect(forgetRevision(core, manager, about(id, 2))).rejects.toMatchObject({ code: "cloud-revision-current" });
    await forgetRevision(core, manager, about(id));
    expect(await core.storage.stat(first)).toBeNull();
    expect((await read(id, 1)).statusCode).toBe(404);
    expect((await read(id, 2)).body).toBe("to keep");
    expect(await bytesOf(manager.communityId)).toBe(before - 9);
    expect((await listRevisions(core, manager, about(id))).map(({ revision, difference }) => [revision, difference])).toEqual([[2, null]]);
  });

  test("is deleted with all its bytes, alone and with its dataset", async () => {
    const of = await newDataset();
    const keys = [await stored("1"), await stored("2"), await stored("3"), await stored("4")] as const;
    const { id } = await publishTile(database, of, "1.copc.laz", { key: keys[0] });
    await publishTile(database, of, "1.copc.laz", { key: keys[1] });
    const { layerId } = await publishTile(database, of, "2.copc.laz", { key: keys[2] });
    await publishTile(database, of, "2.copc.laz", { key: keys[3] });
    await removeAttachment(core, manager, id);
    expect(await Promise.all(keys.map(async (key) => (await core.storage.stat(key)) !== null))).toEqual([false, false, true, true]);
    await deleteDataset(core, manager, of.dataset.id);
    await eraseDataset(core, manager, of.dataset.id);
    expect(await Promise.all(keys.map(async (key) => (await core.storage.stat(key)) !== null))).toEqual([false, false, false, false]);
    expect(await tableOf(layerId)).toBe(false);
  });
});

function tileAt(lon: number, lat: number, z: number) {
  const [n, phi] = [2 ** z, (lat * Math.PI) / 180];
  return { z, x: Math.floor(((lon + 180) / 360) * n), y: Math.floor(((1 - Math.asinh(Math.tan(phi)) / Math.PI) / 2) * n) };
}
