import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createKey, listKeys, revokeKey } from "../modules/access/service.ts";
import { listContributions } from "../modules/contributions/service/read.ts";
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

/** A layer for members, a contributor with a key, and the addresses of data. */
async function keyWorld(scope: "read" | "contribute" = "read", role: "member" | "contributor" = "contributor") {
  const world = await contributionWorld(database);
  await database.withSystem((tx) => tx.dataset.update({ where: { id: world.datasetId }, data: { visibility: "members" } }));
  const owner = await world.person(role);
  const key = await createKey(world.core, owner, { name: "QGIS", scope, days: 30 });
  const app = await createServer(world.core);
  opened.push(app);
  let address = 0;
  /** Each test has an IP address of its own, because failures are counted by address. */
  const from = `10.${opened.length}.0.`;
  const ask = (url: string, secret = key.secret, more: object = {}) =>
    app.inject({
      url,
      remoteAddress: `${from}${address}`,
      headers: {
        ...bearer(secret),
        "accept-language": "en",
        ...("payload" in more && { "content-type": "application/geo+json" }),
      },
      ...more,
    });
  const { layerId } = world;
  const items = `/ogc/collections/${layerId}/items`;
  const addresses = [items, `/tiles/${layerId}.json`, `/downloads/${layerId}.geojson`, `/downloads/${layerId}.gpkg`];
  return { ...world, owner, key, ask, items, addresses, moveOn: () => void address++ };
}

const zone = { type: "Feature", properties: { nom: "Par clé" }, geometry: null };

describe("a key", () => {
  it("opens the data routes to its person, records its use, and is stored only as a hash", async () => {
    const { core, owner, key, ask, addresses, layerId } = await keyWorld();
    for (const one of addresses) expect([one, (await ask(one)).statusCode]).toEqual([one, 200]);
    expect((await ask(`/tiles/${layerId}/0/0/0.mvt`)).statusCode).not.toBe(404);
    const [listed] = await listKeys(core, owner);
    expect(listed).toMatchObject({ name: "QGIS", scope: "read", lastUsedAt: expect.any(Date) });
    const [row] = await database.withSystem((tx) => tx.apiKey.findMany({ where: { id: key.id } }));
    expect(JSON.stringify([listed, row])).not.toContain(key.secret.slice(10));
  });

  it("never opens the console's tRPC procedures, nor routes other than data", async () => {
    const { ask, communityId, core, owner } = await keyWorld("contribute");
    const input = encodeURIComponent(JSON.stringify({ json: { communityId } }));
    for (const call of [`datasets.list?input=${input}`, "access.keys"]) {
      expect([call, (await ask(`/trpc/${call}`)).statusCode]).toEqual([call, 401]);
    }
    expect((await ask("/trpc/identity.me")).json().result.data.json).toBeNull();
    const made = await ask("/trpc/access.createKey", undefined, {
      method: "POST",
      headers: { "content-type": "application/json" },
      payload: JSON.stringify({ json: { name: "Autre", scope: "read", days: 30 } }),
    });
    expect(made.statusCode).toBe(401);
    expect(await listKeys(core, owner)).toHaveLength(1);
  });

  it("with scope read writes nothing, and OPTIONS says so; with scope contribute it proposes as its person", async () => {
    const reading = await keyWorld("read");
    const refused = await reading.ask(reading.items, undefined, { method: "POST", payload: JSON.stringify(zone) });
    expect([refused.statusCode, refused.json().code]).toEqual([403, "key-reads-only"]);
    expect((await reading.ask(reading.items, undefined, { method: "OPTIONS" })).headers.allow).toBe("GET, HEAD, OPTIONS");
    const { core, communityId, owner, ask, items, person } = await keyWorld("contribute");
    expect((await ask(items, undefined, { method: "OPTIONS" })).headers.allow).toBe("GET, HEAD, OPTIONS, POST");
    expect((await ask(items, undefined, { method: "POST", payload: JSON.stringify(zone) })).statusCode).toBe(202);
    const queue = await listContributions(core, await person("moderator"), { communityId, limit: 10 });
    expect(queue.items).toMatchObject([{ authorId: owner.userId, origin: "api", status: "submitted" }]);
  });

  it("has no more rights than its person: a member's key cannot propose", async () => {
    const { ask, items } = await keyWorld("contribute", "member");
    expect((await ask(items)).statusCode).toBe(200);
    expect((await ask(items, undefined, { method: "POST", payload: JSON.stringify(zone) })).statusCode).toBe(403);
  });
});

describe("an invalid key is refused, not treated as a visitor", () => {
  it.each<[string, (world: Awaited<ReturnType<typeof keyWorld>>) => Promise<unknown>]>([
    ["revoked", ({ core, owner, key }) => revokeKey(core, owner, key.id)],
    ["expired", ({ key }) => database.withSystem((tx) => tx.apiKey.update({ where: { id: key.id }, data: { expiresAt: new Date() } }))],
    [
      "its person suspended",
      ({ owner }) => database.withSystem((tx) => tx.user.update({ where: { id: owner.userId }, data: { status: "suspended" } })),
    ],
  ])("%s: at once, at every address", async (_, end) => {
    const world = await keyWorld();
    expect((await world.ask(world.items)).statusCode).toBe(200);
    await end(world);
    for (const one of world.addresses) expect([one, (await world.ask(one)).statusCode]).toEqual([one, 401]);
    expect((await world.ask(world.items)).json().detail).toMatch(/has expired, was revoked or was copied wrongly/);
  });

  it("and an address that tries many is blocked, while valid keys and other addresses are not", async () => {
    const { ask, items, moveOn } = await keyWorld();
    const tries = await Promise.all(Array.from({ length: 30 }, (_, index) => ask(items, `archipel_${index}`)));
    expect(new Set(tries.map(({ statusCode }) => statusCode))).toEqual(new Set([401]));
    expect((await ask(items, "archipel_30")).statusCode).toBe(429);
    expect((await ask(items)).statusCode).toBe(200);
    moveOn();
    expect((await ask(items, "archipel_31")).statusCode).toBe(401);
  });
});

describe("personal keys", () => {
  it("can only be listed and revoked by their person", async () => {
    const { core, owner, key, person } = await keyWorld();
    const other = await person("manager");
    expect(await listKeys(core, other)).toEqual([]);
    await expect(revokeKey(core, other, key.id)).rejects.toMatchObject({ kind: "not-found", code: "key-not-found" });
    expect(await listKeys(core, owner)).toHaveLength(1);
  });

  it("are at most twenty, also for concurrent requests", async () => {
    const { core, owner } = await keyWorld();
    const asked = await Promise.allSettled(
      Array.from({ length: 25 }, () => createKey(core, owner, { name: "x", scope: "read", days: 365 })),
    );
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(19);
    expect(await listKeys(core, owner)).toHaveLength(20);
  });
});
