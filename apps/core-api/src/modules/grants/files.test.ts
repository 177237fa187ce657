// @database server
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import { buildLensWorld, type Given, give, type LensWorld } from "../../testing/lens-world.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { findAttachment, listAttachments, listPictures } from "../attachments/service.ts";
import { rastersIn } from "../elevation/service.ts";
import { explainAccess } from "./explain/service.ts";

let database: Database;
let core: TestCore;
let app: FastifyInstance;
let world: LensWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  app = await createServer(core);
  world = await buildLensWorld(database);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const actorOf = (userId: string) => ({ userId, isOperator: false, isSuspended: false });
const given = (more: Partial<Given>): Given => ({
  ...{ to: "person", columns: null, area: null, state: "valid", isForAll: true },
  ...more,
});

test("files are open with a grant on the whole dataset, and closed with any other, which says so", async () => {
  const [layer] = world.layers;
  if (!layer) throw new Error("no layer");
  const { layerId, datasetId } = layer;
  const { key } = await core.storage.put(Readable.from([Buffer.from("heights")]));
  const attachmentId = randomUUID();
  const raster = {
    ...{ format: "geotiff", size: [10, 10], srid: 2154, pixelSize: [1, 1], isCloudOptimised: false, hasPreview: true },
    bands: [{ type: "Float32", nodata: null }],
    footprint: [
      [2, 48.2],
      [2, 48],
      [2.2, 48],
      [2.2, 48.2],
    ],
  };
  await database.withSystem(async (tx) => {
    await tx.dataset.update({ where: { id: datasetId }, data: { topic: "elevation" } });
    await tx.datasetAttachment.create({
      data: {
        ...{ id: attachmentId, communityId: world.community.id, datasetId, mediaType: "image/tiff", size: 7, sha256: "x", objectKey: key },
        ...{ previewKey: key, path: "mnt.tif", fileName: "mnt.tif", title: "mnt", position: 0, raster },
      },
    });
  });
  const person = actorOf(world.person);
  const url = `/downloads/attachments/${attachmentId}`;
  const call = (userId: string) => app.inject({ url, headers: bearer(userId) });
  const heights = (userId: string) => rastersIn(core, actorOf(userId), { portalId: world.portalId }, [1, 47, 3, 49]);
  const closed: [Given[], string[]][] = [
    [[], []],
    [[given({ area: [0, 0, 20, 20] })], ["use"]],
    [[given({ columns: ["name"], isForAll: false })], ["use"]],
    [[given({ isForAll: false })], ["use"]],
    [[given({ state: "ended" })], ["ended"]],
    [[given({ to: "stranger" })], []],
  ];
  for (const [grants, missing] of closed) {
    await give(
      database,
      world,
      layer,
      grants.map((one) => ({ ...one })),
    );
    if (grants.some(({ columns, isForAll, area }) => columns === null && !isForAll && area === null))
      await database.sqlAs({ role: "system" }, (sql) => sql.query("UPDATE grants SET layer_id = $1::uuid", [layerId]));
    const answer = await call(world.person);
    expect(answer.statusCode, JSON.stringify(grants)).toBe(404);
    expect((answer.json().missing ?? []).map(({ condition }: { condition: string }) => condition)).toEqual(missing);
    expect(await findAttachment(core, person, { layerId, fileName: "mnt.tif" })).toBeNull();
    // Heights are cut to the area; the file itself stays closed.
    const isCut = grants.some(({ columns, area, state, to }) => columns === null && area !== null && state === "valid" && to === "person");
    expect((await heights(world.person)).map(({ part }) => part !== null)).toEqual(isCut ? [true] : []);
    expect(await listAttachments(core, person, datasetId).catch(() => [])).toEqual([]);
    expect(await listPictures(core, person, datasetId).catch(() => [])).toEqual([]);
    if (missing.includes("use"))
      expect(await explainAccess(core, person, datasetId)).toMatchObject({ access: "part", hasClosedFiles: true });
  }
  await give(database, world, layer, [given({})]);
  const answer = await call(world.person);
  expect([answer.statusCode, answer.body, answer.headers["cache-control"]]).toEqual([200, "heights", expect.stringContaining("private")]);
  expect(await findAttachment(core, person, { layerId, fileName: "MNT.tif" })).toMatchObject({ id: attachmentId });
  expect(await listAttachments(core, person, datasetId)).toMatchObject([{ id: attachmentId }]);
  expect(await listPictures(core, person, datasetId)).toMatchObject([{ id: attachmentId }]);
  expect(await heights(world.person)).toMatchObject([{ row: { datasetId } }]);
  expect(await explainAccess(core, person, datasetId)).toMatchObject({ hasClosedFiles: false });
  for (const other of [world.stranger, world.colleague]) {
    expect((await call(other)).statusCode).toBe(404);
    expect((await call(other)).json()).not.toHaveProperty("missing");
    expect(await heights(other)).toEqual([]);
  }
});
