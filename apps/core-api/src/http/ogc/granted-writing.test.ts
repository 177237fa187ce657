import { accessRefusal } from "@archipel/contracts/grants.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mergeAsSeen } from "../../modules/contributions/testing/decide.ts";
import { box, grantedWorld } from "../../modules/contributions/testing/granted-world.ts";
import { createServer } from "../../server.ts";
import { ogcWriter } from "../../testing/ogc-writer.ts";
import { newCommunityKey } from "../../testing/permission-world.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
const opened: FastifyInstance[] = [];
afterAll(async () => {
  for (const app of opened) await app.close();
  await database.close();
});

async function ogcWorld() {
  const world = await grantedWorld(database);
  const app = await createServer(world.core);
  opened.push(app);
  return { ...world, send: ogcWriter(app, world.layerId) };
}

test("programs write inside a grant, and learn what another grant would need", async () => {
  const { send, office, give, rows, core, manager } = await ogcWorld();
  const me = office.userId;
  await give({ columns: ["prix"], within: [-0.5, 45, 3, 3] });
  expect((await send(me, "OPTIONS", 1)).headers.allow).toContain("PATCH");
  const sent = await send(me, "PATCH", 1, { properties: { PRIX: 5 } });
  expect(sent.statusCode, sent.body).toBe(202);
  await mergeAsSeen(core, manager, sent.json().contribution);
  expect((await rows())[0]).toMatchObject({ nom: "n0", prix: 5, hush: "hush" });
  // A column that is not given does not exist; a feature beyond does not either.
  expect((await send(me, "PATCH", 1, { properties: { NOM: "x" } })).statusCode).toBe(422);
  for (const fid of [4, 99]) {
    const missed = await send(me, "PATCH", fid, { properties: { PRIX: 1 } }, { "if-match": '"1"' });
    expect([missed.statusCode, missed.json().code], String(fid)).toEqual([404, "feature-not-found"]);
  }
  const refused = await send(me, "DELETE", 1);
  expect([refused.statusCode, refused.json().code]).toEqual([403, "edit-shape-not-granted"]);
  expect(accessRefusal.parse(refused.json())).toMatchObject({ missing: [{ condition: "columns" }], ask: { owner: "Brélandes" } });
  // What was read cut is not written back.
  await give({ within: [-0.5, 45, 3, 3] });
  const read = (await send(me, "GET", 3)).json();
  expect(JSON.stringify(read.geometry)).toContain("2.5");
  const back = await send(me, "PUT", 3, read);
  expect([back.statusCode, back.json().code]).toEqual([403, "edit-crosses-border"]);
  expect(accessRefusal.parse(back.json()).missing).toMatchObject([{ condition: "area", area: "Saint-Essai" }]);
  const outside = await send(me, "POST", "", { type: "Feature", properties: {}, geometry: box(3) });
  expect([outside.statusCode, outside.json().code]).toEqual([403, "edit-outside-area"]);
});

test("a mismatch shows what the grant shows", async () => {
  const { send, office, give, draft, update, core, manager } = await ogcWorld();
  await give({ columns: ["prix"], within: [-0.5, 45, 3, 3] });
  await mergeAsSeen(core, manager, await draft(manager, [update(3, { nom: "hidden-name", prix: 4 })]));
  const answer = await send(office.userId, "PATCH", 3, { properties: { PRIX: 9 } }, { "if-match": '"1"' });
  expect(answer.statusCode).toBe(412);
  expect(answer.body).not.toMatch(/hidden-name|n2|hush|\[3,4[67]\]/);
});

test("without review where the grant says so; keys of another community too, and keys that only read never", async () => {
  const { send, give, rows } = await ogcWorld();
  const office = await createCommunity(database);
  const boss = (await createMember(database, office.id, "manager")).id;
  const key = await newCommunityKey(database, office.id, boss, "contribute");
  const reading = await newCommunityKey(database, office.id, boss, "read");
  expect((await send(key.secret, "PATCH", 1, { properties: { PRIX: 1 } })).statusCode).toBe(404);
  await give({ subject: { kind: "key", keyId: key.id }, permission: "edit", columns: ["prix"], within: [-0.5, 45, 3, 3] });
  await give({ subject: { kind: "key", keyId: key.id }, permission: "propose", columns: ["nom"] });
  await give({ subject: { kind: "key", keyId: reading.id }, permission: "edit" });
  const done = await send(key.secret, "PATCH", 1, { properties: { PRIX: 1 } });
  expect([done.statusCode, done.headers.etag]).toEqual([200, '"2"']);
  expect(done.json().properties).toEqual({ NOM: "n0", PRIX: 1 });
  expect((await send(key.secret, "PATCH", 1, { properties: { NOM: "x", PRIX: 2 } })).statusCode).toBe(202);
  expect((await send(key.secret, "PATCH", 4, { properties: { PRIX: 2 } })).json().code).toBe("edit-column-not-granted");
  expect((await send(reading.secret, "PATCH", 1, { properties: { PRIX: 3 } })).statusCode).toBe(403);
  expect((await rows())[0]).toMatchObject({ nom: "n0", prix: 1, version: 2 });
});
