import { wire } from "@archipel/contracts/wire.ts";
import type { Database } from "@archipel/database/database.ts";
import { dayOf, daysLater } from "@archipel/i18n/days.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { remindOfKeys } from "../jobs/key-reminders.ts";
import { buildTestLayer } from "../layer-store/tables/test-layer.ts";
import { createCommunityKey, rotateCommunityKey } from "../modules/access/community-keys/service.ts";
import { createKey, endPreviousSecret, listKeys, revokeKey, rotateKey } from "../modules/access/service.ts";
import { sweepUses, usesOfCommunityKey, usesOfKey, writeUses } from "../modules/access/uses/service.ts";
import { contributionWorld } from "../modules/contributions/testing/contribution-world.ts";
import { createServer } from "../server.ts";
import { bearer } from "../testing/bearer.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
const opened: FastifyInstance[] = [];
afterAll(async () => {
  for (const app of opened) await app.close();
  await database.close();
});

type OwnLimits = Partial<Pick<Parameters<typeof createKey>[2], "scope" | "services" | "datasetIds" | "layerIds" | "networks" | "origins">>;

/** A layer and a second dataset, both for members; a manager who makes keys; and calls with them. */
async function limitsWorld() {
  const world = await contributionWorld(database);
  const { communityId, core, datasetId, layerId } = world;
  const point = { type: "Point", srid: 4326, hasZ: false } as const;
  const fields = [{ name: "nom", column: "nom", type: "text" }] as const;
  const features = [{ geometry: { type: "Point" as const, coordinates: [2, 46] as [number, number] }, values: ["ici"] }];
  const other = await buildTestLayer(database, communityId, { geometry: point, fields: [...fields], features });
  await database.withSystem((tx) =>
    tx.dataset.updateMany({ where: { id: { in: [datasetId, other.datasetId] } }, data: { visibility: "members" } }),
  );
  const manager = await world.person("manager");
  const app = await createServer(core);
  opened.push(app);
  const ask = (secret: string, url: string, more: object = {}, headers: Record<string, string> = {}) =>
    app.inject({ url, remoteAddress: "198.51.100.7", ...more, headers: { ...bearer(secret), "accept-language": "en", ...headers } });
  const own = (limits: OwnLimits = {}) => createKey(core, manager, { name: "Carte", scope: "read", days: 30, ...limits });
  const ofCommunity = (limits: Partial<Parameters<typeof createCommunityKey>[2]> = {}) =>
    createCommunityKey(core, manager, { communityId, name: "Nuit", scope: "produce", days: 30, ...limits });
  const query = async (secret: string, path: string, input: object) => {
    const response = await ask(secret, `/trpc/${path}?input=${encodeURIComponent(JSON.stringify(wire.serialize(input)))}`);
    const { result, error } = response.json();
    return result ? wire.deserialize<unknown>(result.data) : wire.deserialize<{ message: string; data: { domain: unknown } }>(error);
  };
  const dataOf = (layer: string) => [`/ogc/collections/${layer}/items`, `/tiles/${layer}.json`, `/downloads/${layer}.geojson`];
  const titlesIn = async (secret: string) => {
    const { collections } = (await ask(secret, "/ogc/collections")).json();
    return (collections as { id: string }[]).map(({ id }) => id);
  };
  return { ...world, core, communityId, datasetId, layerId, other, manager, ask, own, ofCommunity, query, dataOf, titlesIn };
}

describe("services", () => {
  it("a key opens its services alone, and the refusal names the missing one as problem details", async () => {
    const { own, ask, layerId } = await limitsWorld();
    const { secret } = await own({ services: ["tiles"] });
    expect((await ask(secret, `/tiles/${layerId}.json`)).statusCode).toBe(200);
    for (const [url, scope] of [
      [`/ogc/collections/${layerId}/items`, "features"],
      [`/stac`, "features"],
      [`/downloads/${layerId}.geojson`, "downloads"],
      [`/downloads/extracts/${layerId}`, "downloads"],
    ] as const) {
      const refused = await ask(secret, url);
      expect([url, refused.statusCode, refused.headers["content-type"]]).toEqual([
        url,
        403,
        expect.stringContaining("application/problem+json"),
      ]);
      expect(refused.json()).toMatchObject({ status: 403, code: "key-lacks-scope", missingScope: scope });
      expect(refused.json().detail).toContain(scope);
    }
  });

  it("a key of a community without the procedures or the uploads has neither", async () => {
    const { ofCommunity, query, ask, communityId } = await limitsWorld();
    const { secret } = await ofCommunity({ services: ["features"] });
    expect(await query(secret, "uploads.list", { communityId })).toMatchObject({
      message: "key-lacks-scope",
      data: { domain: { params: { scope: "api" } } },
    });
    const begun = await ask(secret, "/uploads", { method: "POST" }, { "tus-resumable": "1.0.0", "upload-length": "10" });
    expect([begun.statusCode, begun.json().missingScope]).toEqual([403, "uploads"]);
    const whole = await ofCommunity();
    expect(await query(whole.secret, "uploads.list", { communityId })).toMatchObject({ items: [] });
  });
});

describe("named datasets and layers", () => {
  it("a key limited to a dataset reads it and finds no other, in lists neither", async () => {
    const { own, ofCommunity, ask, dataOf, titlesIn, layerId, datasetId, other } = await limitsWorld();
    for (const { secret } of [await own({ datasetIds: [datasetId] }), await ofCommunity({ datasetIds: [datasetId] })]) {
      for (const url of dataOf(layerId)) expect([url, (await ask(secret, url)).statusCode]).toEqual([url, 200]);
      for (const url of [...dataOf(other.layerId), `/downloads/datasets/${other.datasetId}.gpkg`]) {
        const refused = await ask(secret, url);
        expect([url, refused.statusCode, refused.json().code]).toEqual([url, 403, "key-lacks-scope"]);
      }
      expect(await titlesIn(secret)).toEqual([layerId]);
    }
  });

  it("says the same of a dataset that does not exist", async () => {
    const { own, ask, layerId } = await limitsWorld();
    const { secret } = await own({ layerIds: [layerId] });
    const nowhere = "00000000-0000-4000-8000-000000000000";
    expect((await ask(secret, `/downloads/${nowhere}.geojson`)).json()).toMatchObject({
      code: "key-lacks-scope",
      missingScope: `layer:${nowhere}`,
    });
  });

  it("a key limited to a layer reads the title of its dataset, but not its other layers nor its whole file", async () => {
    const { own, ofCommunity, ask, query, titlesIn, layerId, datasetId, communityId, other } = await limitsWorld();
    await database.withSystem((tx) => tx.layer.update({ where: { id: other.layerId }, data: { datasetId, name: "autre" } }));
    const { secret } = await own({ layerIds: [layerId] });
    expect(await titlesIn(secret)).toEqual([layerId]);
    expect((await ask(secret, `/downloads/${other.layerId}.geojson`)).statusCode).toBe(403);
    const whole = await ask(secret, `/downloads/datasets/${datasetId}.gpkg`);
    // Only what it reaches is in the file.
    if (whole.statusCode === 200) expect(whole.body).not.toContain(other.layerId.replaceAll("-", ""));
    const program = await ofCommunity({ layerIds: [layerId] });
    expect(await query(program.secret, "datasets.get", { communityId, datasetId })).not.toMatchObject({ message: "internal" });
    // It changes nothing of the dataset itself.
    expect(
      await database.sqlAs(
        { role: "tenant", userId: null, communityId: null, reach: { datasets: [], layers: [layerId], parents: [datasetId] } },
        (sql) => sql.query("UPDATE datasets SET title = 'x' WHERE id = $1::uuid RETURNING id", [datasetId]),
      ),
    ).toEqual([]);
  });

  it("row-level security alone hides the other layers: rows, tables and everything that names them", async () => {
    const { manager, layerId, datasetId, other } = await limitsWorld();
    const reach = { datasets: [datasetId], layers: [layerId], parents: [] };
    const scope = { role: "tenant", userId: manager.userId, communityId: manager.communityId } as const;
    const tables = await database.withSystem((tx) => tx.layer.findMany({ where: { id: { in: [layerId, other.layerId] } } }));
    const rows = async (limits: object) =>
      database.sqlAs({ ...scope, ...limits }, async (sql) => {
        const found: Record<string, number> = {};
        for (const { id, tableName } of tables) found[id] = (await sql.query(`SELECT fid FROM layers."${tableName}"`)).length;
        const layers = await sql.query<{ id: string }>("SELECT id FROM layers ORDER BY id");
        const revisions = await sql.query<{ layer_id: string }>("SELECT DISTINCT layer_id FROM layer_revisions");
        return { found, layers: layers.map(({ id }) => id), revisions: revisions.map((row) => row.layer_id) };
      });
    const all = await rows({});
    expect(all.found[other.layerId]).toBeGreaterThan(0);
    expect(all.layers).toContain(other.layerId);
    const confined = await rows({ reach });
    expect(confined.found[layerId]).toBe(all.found[layerId]);
    expect(confined.found[other.layerId]).toBe(0);
    expect(confined.layers).toEqual([layerId]);
    expect(confined.revisions).not.toContain(other.layerId);
  });

  it("a program of a community limited to a dataset makes no other, and changes none", async () => {
    const { ofCommunity, ask, communityId, datasetId, other } = await limitsWorld();
    const { secret } = await ofCommunity({ datasetIds: [datasetId] });
    const target = { record: { title: "Autre" } };
    const send = (path: string, input: object) => ask(secret, `/trpc/${path}`, { method: "POST", payload: wire.serialize(input) });
    const base = { communityId, uploadId: other.layerId, layers: [] };
    const elsewhere = await send("uploads.publish", { ...base, target: { datasetId: other.datasetId } });
    expect([elsewhere.statusCode, elsewhere.body.includes("key-lacks-scope")]).toEqual([403, true]);
    expect((await send("uploads.publish", { ...base, target })).statusCode).not.toBe(200);
    expect(await database.withSystem((tx) => tx.dataset.count({ where: { title: "Autre" } }))).toBe(0);
  });

  it("stays limited when what it names is deleted, and never names what its maker cannot read", async () => {
    const { core, own, person, titlesIn, datasetId, layerId, other, ofCommunity } = await limitsWorld();
    const { secret } = await own({ datasetIds: [other.datasetId] });
    expect(await titlesIn(secret)).toEqual([other.layerId]);
    await database.withSystem((tx) => tx.dataset.delete({ where: { id: other.datasetId } }));
    expect(await titlesIn(secret)).toEqual([]);
    const stranger = await contributionWorld(database);
    const theirs = await stranger.person("manager");
    const named = { name: "x", scope: "read", days: 30 } as const;
    for (const limits of [{ datasetIds: [datasetId] }, { layerIds: [layerId] }]) {
      await expect(createKey(core, theirs, { ...named, ...limits })).rejects.toMatchObject({ code: "key-data-unknown" });
    }
    await database.withSystem((tx) => tx.dataset.update({ where: { id: stranger.datasetId }, data: { visibility: "public" } }));
    await expect(ofCommunity({ datasetIds: [stranger.datasetId] })).rejects.toMatchObject({ code: "key-data-unknown" });
    expect((await createKey(core, await person("member"), { ...named, datasetIds: [stranger.datasetId] })).data).toMatchObject([
      { kind: "dataset", title: expect.any(String) },
    ]);
  });
});

describe("places", () => {
  it("a key is used from its networks alone, by the address that nginx reports", async () => {
    const { own, ask, layerId } = await limitsWorld();
    const { secret } = await own({ networks: ["192.0.2.0/24", "2001:db8::/32"] });
    const url = `/tiles/${layerId}.json`;
    const from = (remoteAddress: string, headers = {}) => ask(secret, url, { remoteAddress }, headers);
    expect((await from("192.0.2.9")).statusCode).toBe(200);
    expect((await from("2001:db8::9")).statusCode).toBe(200);
    // Behind nginx on the same machine.
    expect((await from("127.0.0.1", { "x-forwarded-for": "192.0.2.9" })).statusCode).toBe(200);
    const refused = await from("203.0.113.9");
    expect([refused.statusCode, refused.json().code, refused.json().params]).toEqual([
      403,
      "key-not-from-network",
      { address: "203.0.113.9" },
    ]);
    // What a caller invents counts for nothing.
    expect((await from("203.0.113.9", { "x-forwarded-for": "192.0.2.9" })).statusCode).toBe(403);
    expect((await from("127.0.0.1", { "x-forwarded-for": "192.0.2.9, 203.0.113.9" })).statusCode).toBe(403);
  });

  it("a key for web pages is used from their origins, and pages may send it", async () => {
    const { own, ask, layerId } = await limitsWorld();
    const { secret } = await own({ origins: ["https://carte.example.fr"] });
    const url = `/tiles/${layerId}.json`;
    const allowed = await ask(secret, url, {}, { origin: "https://carte.example.fr" });
    expect([allowed.statusCode, allowed.headers["access-control-allow-origin"]]).toEqual([200, "*"]);
    expect((await ask(secret, url, {}, { referer: "https://carte.example.fr/plan" })).statusCode).toBe(200);
    for (const headers of [
      {},
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "https://evil.example", referer: "https://carte.example.fr/" },
    ]) {
      const refused = await ask(secret, url, {}, headers);
      expect([refused.statusCode, refused.json().code]).toEqual([403, "key-not-from-origin"]);
    }
    const preflight = await ask(
      "",
      url,
      { method: "OPTIONS" },
      {
        origin: "https://carte.example.fr",
        "access-control-request-method": "GET",
        "access-control-request-headers": "authorization",
      },
    );
    expect(preflight.headers["access-control-allow-headers"]).toContain("authorization");
  });
});

describe("time", () => {
  it("a key ends with its last day, which is neither past nor years ahead", async () => {
    const { core, own, manager } = await limitsWorld();
    const today = dayOf(new Date());
    const until = daysLater(today, 10);
    const key = await createKey(core, manager, { name: "x", scope: "read", days: 30, until });
    expect(key.expiresAt.toISOString()).toBe(`${until}T23:59:59.999Z`);
    for (const [day, code] of [
      [daysLater(today, -2), "key-end-past"],
      [daysLater(today, 800), "key-end-too-far"],
    ] as const) {
      await expect(createKey(core, manager, { name: "x", scope: "read", days: 30, until: day })).rejects.toMatchObject({
        code,
        field: "until",
      });
    }
    expect((await own()).expiresAt > new Date()).toBe(true);
  });

  it("a rotation leaves the old secret valid until its date, and it can be ended at once", async () => {
    const { core, own, ofCommunity, ask, manager, layerId, communityId } = await limitsWorld();
    const url = `/tiles/${layerId}.json`;
    const status = async (secret: string) => (await ask(secret, url)).statusCode;
    const key = await own();
    const second = await rotateKey(core, manager, { keyId: key.id, overlapDays: 7 });
    expect([await status(key.secret), await status(second.secret)]).toEqual([200, 200]);
    expect((await listKeys(core, manager))[0]?.previousUntil).toEqual(second.previousUntil);
    // A further rotation ends the first secret, so that at most two are valid.
    const third = await rotateKey(core, manager, { keyId: key.id, overlapDays: 1 });
    expect([await status(key.secret), await status(second.secret), await status(third.secret)]).toEqual([401, 200, 200]);
    await database.withSystem((tx) => tx.apiKey.update({ where: { id: key.id }, data: { previousUntil: new Date(Date.now() - 1) } }));
    expect([await status(second.secret), await status(third.secret)]).toEqual([401, 200]);
    const fourth = await rotateKey(core, manager, { keyId: key.id, overlapDays: 30 });
    await endPreviousSecret(core, manager, key.id);
    expect([await status(third.secret), await status(fourth.secret)]).toEqual([401, 200]);
    const last = await rotateKey(core, manager, { keyId: key.id, overlapDays: 0 });
    expect([await status(fourth.secret), await status(last.secret)]).toEqual([401, 200]);
    const program = await ofCommunity();
    const renewed = await rotateCommunityKey(core, manager, { keyId: program.id, overlapDays: 7 });
    expect([await status(program.secret), await status(renewed.secret)]).toEqual([200, 200]);
    const journal = await database.withSystem((tx) => tx.auditEntry.findMany({ where: { communityId, action: "key.rotated" } }));
    expect(journal).toMatchObject([{ resourceId: program.id, summary: { name: "Nuit" } }]);
    const stranger = await contributionWorld(database);
    await expect(rotateKey(core, await stranger.person("manager"), { keyId: key.id, overlapDays: 0 })).rejects.toMatchObject({
      code: "key-not-found",
    });
  });

  it("people and managers are reminded once of a key that ends soon", async () => {
    const { core, own, ofCommunity, communityId } = await limitsWorld();
    const mails = async () =>
      core.sentMails.filter(({ subject, text }) => subject.includes("Carte") && text.includes("/account#keys")).length;
    const events = () => database.withSystem((tx) => tx.outboxEvent.count({ where: { topic: "key.ending", communityId } }));
    await remindOfKeys(core);
    const before = { mails: await mails(), events: await events() };
    const [personal, program] = [await own(), await ofCommunity()];
    await remindOfKeys(core);
    expect({ mails: await mails(), events: await events() }).toEqual(before);
    const soon = { createdAt: new Date(Date.now() - 28 * 86_400_000), expiresAt: new Date(Date.now() + 2 * 86_400_000) };
    await database.withSystem(async (tx) => {
      await tx.apiKey.update({ where: { id: personal.id }, data: soon });
      await tx.communityKey.update({ where: { id: program.id }, data: soon });
    });
    await remindOfKeys(core);
    await remindOfKeys(core);
    expect({ mails: await mails(), events: await events() }).toEqual({ mails: before.mails + 1, events: before.events + 1 });
  });

  it("calls are counted per day and service, shown for each day of a month, and deleted after a year or with the key", async () => {
    const { core, own, ofCommunity, ask, manager, person, layerId } = await limitsWorld();
    const key = await own({ services: ["tiles", "features"] });
    const program = await ofCommunity();
    for (const url of [`/tiles/${layerId}.json`, `/tiles/${layerId}.json`, "/ogc/collections", `/downloads/${layerId}.geojson`]) {
      await ask(key.secret, url);
    }
    await ask(program.secret, "/ogc/collections");
    await writeUses(core);
    await ask(key.secret, "/ogc/collections");
    await writeUses(core);
    const days = await usesOfKey(core, manager, key.id);
    expect(days).toHaveLength(30);
    // What its services do not open is not counted.
    expect(days.at(-1)).toEqual({ day: dayOf(new Date()), calls: 4, services: { tiles: 2, features: 2 } });
    expect(days.slice(0, -1).every(({ calls }) => calls === 0)).toBe(true);
    expect((await usesOfCommunityKey(core, manager, program.id)).at(-1)?.services).toEqual({ features: 1 });
    await expect(usesOfKey(core, await person("member"), key.id)).rejects.toMatchObject({ code: "key-not-found" });
    await sweepUses(core, new Date(Date.now() + 365 * 86_400_000));
    const count = () => database.withSystem((tx) => tx.keyUse.count({ where: { keyId: { in: [key.id, program.id] } } }));
    expect(await count()).toBe(3);
    await revokeKey(core, manager, key.id);
    expect(await count()).toBe(1);
    await sweepUses(core, new Date(Date.now() + 368 * 86_400_000));
    expect(await count()).toBe(0);
  });
});
