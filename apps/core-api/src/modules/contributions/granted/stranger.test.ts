// @database server
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServer } from "../../../server.ts";
import { bearer } from "../../../testing/bearer.ts";
import { saveEdits } from "../service/drafts.ts";
import { listEdits } from "../service/read-edits.ts";
import { mergeAsSeen } from "../testing/decide.ts";
import { box, grantedWorld } from "../testing/granted-world.ts";

// Ways around the area and the columns of a grant to edit.

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** The squares 1 and 2 and the western half of 3. */
const HERE: [number, number, number, number] = [-0.5, 45, 3, 3];

test("one edit outside stops all edits of its batch, wherever it is", async () => {
  const world = await grantedWorld(database);
  const { core, communityId } = world;
  await world.give({ permission: "edit", within: HERE });
  const author = await world.editor();
  const contributionId = await world.draft(author, []);
  const outside = [
    world.update(4, { prix: 1 }),
    world.insert(box(5)),
    world.remove(4),
    world.update(1, {}, box(9)),
    world.update(2, {}, box(1.2, 46, 3, 1)),
    world.remove(3),
  ];
  for (const edit of outside) {
    for (const edits of [
      [edit, world.update(1, { prix: 9 })],
      [world.update(1, { prix: 9 }), edit],
      [world.update(1, { prix: 9 }), edit, world.insert(box(0.1, 46.1, 0.2, 0.2))],
    ])
      await expect(saveEdits(core, author, { communityId, contributionId, edits })).rejects.toMatchObject({ code: expect.any(String) });
  }
  expect((await listEdits(core, author, { communityId, contributionId, limit: 50 })).items).toEqual([]);
  expect((await world.rows()).every(({ version }) => version === 1)).toBe(true);
});

test("moving a feature in two steps, or undoing what somebody else did, does not lead outside", async () => {
  const world = await grantedWorld(database);
  const { core, manager, communityId } = world;
  await world.give({ permission: "edit", within: HERE });
  const author = await world.editor();
  const first = await world.draft(author, [world.update(1, {}, box(0.5, 46, 0.5, 0.5))]);
  expect((await mergeAsSeen(core, author, first)).outcome).toBe("merged");
  // The community moves it away: it is no longer the author's, neither by a new edit nor by the old version.
  const away = await world.draft(manager, [world.update(1, {}, box(7), 2)]);
  await mergeAsSeen(core, manager, away);
  for (const baseVersion of [1, 2, 3])
    await expect(world.draft(author, [world.update(1, { prix: 5 }, box(0.5, 46, 0.5, 0.5), baseVersion)])).rejects.toMatchObject({
      code: "feature-not-found",
    });
  await expect(world.draft(author, [world.remove(1, 3)])).rejects.toMatchObject({ code: "feature-not-found" });
  // A draft from before is stopped at the merge.
  const second = await world.draft(author, [world.update(2, {}, box(1.1, 46, 0.3, 0.3))]);
  const further = await world.draft(manager, [world.update(2, {}, box(8))]);
  await mergeAsSeen(core, manager, further);
  await expect(mergeAsSeen(core, author, second)).rejects.toBeInstanceOf(Error);
  const rows = await world.rows();
  expect(rows.filter(({ fid }) => fid <= 2).map(({ shape }) => shape.slice(0, 10))).toEqual(["POLYGON((7", "POLYGON((8"]);

  // Undo is for members; over HTTP too.
  const app = await createServer(core);
  const undo = await app.inject({
    ...{ method: "POST", url: "/trpc/contributions.revert", payload: JSON.stringify({ json: { communityId, contributionId: away } }) },
    headers: { ...bearer(author.userId), "content-type": "application/json" },
  });
  expect(undo.statusCode).toBeGreaterThanOrEqual(400);
  expect(await world.rows()).toEqual(rows);
  await app.close();
});

test("/ogc with a right tag writes no farther than without one, and a file of edits is not taken", async () => {
  const world = await grantedWorld(database);
  const { core, office, layerId, datasetId, communityId } = world;
  await world.give({ permission: "edit", within: HERE });
  const app = await createServer(core);
  const items = `/ogc/collections/${layerId}/items`;
  const write = (
    server: FastifyInstance,
    method: "PATCH" | "PUT" | "DELETE" | "POST",
    fid: number | null,
    tag: string | null,
    body?: object,
  ) =>
    server.inject({
      ...{ method, url: fid === null ? items : `${items}/${fid}` },
      headers: {
        ...bearer(office.userId),
        ...(tag && { "if-match": tag }),
        ...(body && { "content-type": method === "PATCH" ? "application/merge-patch+json" : "application/geo+json" }),
      },
      ...(body && { payload: JSON.stringify(body) }),
    });
  const tagOf = async (fid: number) =>
    String((await app.inject({ url: `${items}/${fid}`, headers: bearer(office.userId) })).headers.etag ?? '"1"');
  const feature = (geometry: object, properties: object = {}) => ({ type: "Feature", geometry, properties });
  for (const tag of [null, "*", '"1"', await tagOf(1)]) {
    for (const method of ["PATCH", "PUT"] as const) {
      const answer = await write(app, method, 4, tag, method === "PATCH" ? { properties: { PRIX: 3 } } : feature(box(3), { PRIX: 3 }));
      expect([method, tag, answer.statusCode]).toEqual([method, tag, 404]);
    }
    expect((await write(app, "DELETE", 4, tag)).statusCode).toBe(404);
  }
  for (const fid of [1, 3]) {
    const tag = await tagOf(fid);
    for (const geometry of [box(9), box(2, 46, 2, 1)]) {
      expect([fid, (await write(app, "PATCH", fid, tag, { geometry })).statusCode]).toEqual([fid, 403]);
      expect([fid, (await write(app, "PUT", fid, tag, feature(geometry, { NOM: "x", PRIX: 1 }))).statusCode]).toEqual([fid, 403]);
    }
  }
  expect((await write(app, "DELETE", 3, await tagOf(3))).statusCode).toBe(403);
  expect((await write(app, "POST", null, null, feature(box(3), { NOM: "x" }))).statusCode).toBe(403);
  expect((await world.rows()).map(({ version, prix }) => [version, prix])).toEqual([0, 10, 20, 30].map((prix) => [1, prix]));
  for (const path of ["imports.create", "updates.start", "contributions.saveRules"]) {
    const payload = JSON.stringify({ json: { communityId, datasetId, layerId, uploadId: layerId, rules: [] } });
    const answer = await app.inject({
      ...{ method: "POST", url: `/trpc/${path}`, payload },
      headers: { ...bearer(office.userId), "content-type": "application/json" },
    });
    expect([path, answer.statusCode >= 400]).toEqual([path, true]);
  }
  await app.close();
});
