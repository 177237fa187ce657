// @database server

import type { CommunityKeyScope } from "@archipel/contracts/access.ts";
import { wire } from "@archipel/contracts/wire.ts";
import type { Database } from "@archipel/database/database.ts";
import { createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MemberActor } from "../kernel/actor.ts";
import { createCommunityKey, listCommunityKeys, revokeCommunityKey } from "../modules/access/community-keys/service.ts";
import { createKey } from "../modules/access/service.ts";
import { listAudit } from "../modules/audit/service.ts";
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

/** A layer for members, a manager with a key of the community, and the addresses of data. */
async function keyWorld(scope: CommunityKeyScope = "produce") {
  const world = await contributionWorld(database);
  const { communityId, core, datasetId, layerId } = world;
  const setVisibility = (visibility: string) =>
    database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { visibility } }));
  await setVisibility("members");
  const manager = await world.person("manager");
  const key = await createCommunityKey(core, manager, { communityId, name: "Publication de nuit", scope, days: 30 });
  const app = await createServer(core);
  opened.push(app);
  // Each test has an IP address of its own, because failures are counted by address.
  const ask = (url: string, more: object = {}, secret = key.secret) =>
    app.inject({
      url,
      remoteAddress: `10.9.${opened.length}.1`,
      headers: { ...bearer(secret), "accept-language": "en" },
      ...more,
    });
  const query = async (path: string, input: object, secret = key.secret) => {
    const response = await ask(`/trpc/${path}?input=${encodeURIComponent(JSON.stringify(wire.serialize(input)))}`, {}, secret);
    const { result, error } = response.json();
    return result ? wire.deserialize<Record<string, unknown>>(result.data) : wire.deserialize<{ message: string }>(error).message;
  };
  const addresses = [
    `/ogc/collections/${layerId}/items`,
    `/tiles/${layerId}.json`,
    `/downloads/${layerId}.geojson`,
    `/downloads/${layerId}.gpkg`,
  ];
  const statuses = async () => {
    const found: number[] = [];
    for (const one of addresses) found.push((await ask(one)).statusCode);
    return found;
  };
  const begin = (communityAsked: string) =>
    ask("/uploads", {
      method: "POST",
      headers: {
        ...bearer(key.secret),
        "tus-resumable": "1.0.0",
        "upload-length": "10",
        "upload-metadata": `communityId ${Buffer.from(communityAsked).toString("base64")},fileName ${Buffer.from("a.csv").toString("base64")}`,
      },
    });
  return { ...world, manager, key, ask, query, addresses, statuses, begin, setVisibility };
}

describe("a key of a community", () => {
  it("opens the data routes and the producers' procedures, describes itself, and records its use", async () => {
    const { core, manager, key, query, statuses, communityId, begin } = await keyWorld();
    expect(await statuses()).toEqual([200, 200, 200, 200]);
    expect(await query("access.ownKey", {})).toMatchObject({ name: "Publication de nuit", scope: "produce", communityId });
    expect(await query("uploads.list", { communityId })).toMatchObject({ items: [] });
    expect((await begin(communityId)).statusCode).toBe(201);
    const [listed] = await listCommunityKeys(core, manager);
    expect(listed).toMatchObject({ name: "Publication de nuit", makerRole: "manager", lastUsedAt: expect.any(Date) });
    const rows = await database.withSystem((tx) => tx.communityKey.findMany({ where: { id: key.id } }));
    expect(JSON.stringify([listed, rows])).not.toContain(key.secret.slice(10));
  });

  it("reaches nothing outside its community, although its maker does", async () => {
    const { core, manager, query, ask, begin } = await keyWorld();
    const other = await contributionWorld(database);
    await database.withSystem(async (tx) => {
      await tx.dataset.update({ where: { id: other.datasetId }, data: { visibility: "members" } });
      await tx.membership.create({ data: { communityId: other.communityId, userId: manager.userId, role: "manager" } });
    });
    expect(await query("uploads.list", { communityId: other.communityId })).toBe("community-not-found");
    expect((await begin(other.communityId)).json()).toMatchObject({ error: "community-not-found" });
    expect((await ask(`/ogc/collections/${other.layerId}/items`)).statusCode).toBe(404);
    expect((await ask(`/tiles/${other.layerId}.json`)).statusCode).toBe(404);
    expect((await ask(`/downloads/${other.layerId}.geojson`)).statusCode).toBe(404);
    const own = await createKey(core, manager, { name: "QGIS", scope: "read", days: 30 });
    expect((await ask(`/ogc/collections/${other.layerId}/items`, {}, own.secret)).statusCode).toBe(200);
  });

  it("with scope read sees what members see, not the drafts and files of its maker, and writes nothing", async () => {
    const { key, query, ask, addresses, statuses, communityId, begin, setVisibility } = await keyWorld("read");
    expect(await statuses()).toEqual([200, 200, 200, 200]);
    expect(await query("uploads.list", { communityId })).toBe("key-too-weak");
    expect((await begin(communityId)).json()).toMatchObject({ error: "key-too-weak" });
    const zone = JSON.stringify({ type: "Feature", properties: { nom: "Par clé" }, geometry: null });
    const written = await ask(addresses[0] ?? "", {
      method: "POST",
      payload: zone,
      headers: { ...bearer(key.secret), "content-type": "application/geo+json" },
    });
    expect([written.statusCode, written.json().code]).toEqual([403, "key-reads-only"]);
    await setVisibility("private");
    // The right to read a layer is cached for a second.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await statuses()).toEqual([404, 404, 404, 404]);
  });

  it("is named in the audit log", async () => {
    const { core, manager, begin, communityId } = await keyWorld("contribute");
    await begin(communityId);
    const { items } = await listAudit(core, manager, { communityId, limit: 5 });
    expect(items[0]).toMatchObject({ action: "upload.started", keyName: "Publication de nuit", actorName: expect.any(String) });
    expect(items.find(({ action }) => action === "key.created")).toMatchObject({ keyName: null, summary: { name: "Publication de nuit" } });
  });

  it("never does more than its maker currently may", async () => {
    const { query, communityId, manager, core } = await keyWorld();
    const update = () => query("updates.get", { communityId, updateId: communityId });
    expect(await update()).toBe("update-not-found");
    await setRole(manager, "contributor");
    expect(await update()).toBe("role-too-weak");
    expect(await query("uploads.list", { communityId })).toMatchObject({ items: [] });
    expect(await listCommunityKeys(core, await another(manager))).toMatchObject([{ makerRole: "contributor" }]);
  });
});

describe("an invalid community key is refused, not treated as a visitor", () => {
  type World = Awaited<ReturnType<typeof keyWorld>>;
  const membership = ({ manager, communityId }: World) => ({ communityId_userId: { communityId, userId: manager.userId } });
  it.each<[string, (world: World) => Promise<unknown>]>([
    ["revoked", ({ core, manager, key }) => revokeCommunityKey(core, manager, key.id)],
    [
      "expired",
      ({ key }) => database.withSystem((tx) => tx.communityKey.update({ where: { id: key.id }, data: { expiresAt: new Date() } })),
    ],
    ["its maker removed", (world) => database.withSystem((tx) => tx.membership.delete({ where: membership(world) }))],
    [
      "its maker suspended here",
      (world) => database.withSystem((tx) => tx.membership.update({ where: membership(world), data: { status: "suspended" } })),
    ],
    [
      "its maker's account suspended",
      ({ manager }) => database.withSystem((tx) => tx.user.update({ where: { id: manager.userId }, data: { status: "suspended" } })),
    ],
    [
      "its community suspended",
      ({ communityId }) => database.withSystem((tx) => tx.community.update({ where: { id: communityId }, data: { status: "suspended" } })),
    ],
  ])("%s: at once, at every address", async (_, end) => {
    const world = await keyWorld();
    expect(await world.statuses()).toEqual([200, 200, 200, 200]);
    await end(world);
    expect(await world.statuses()).toEqual([401, 401, 401, 401]);
    expect(await world.query("access.ownKey", {})).toBe("key-invalid");
    expect((await world.begin(world.communityId)).json()).toMatchObject({ error: "key-invalid" });
  });

  it("in tRPC too, an address that tries many is blocked", async () => {
    const { query } = await keyWorld();
    const told = new Set<unknown>();
    for (let index = 0; index < 31; index++) told.add(await query("access.ownKey", {}, `archipel_${index}`));
    expect([...told]).toEqual(["key-invalid", "too-many-bad-keys"]);
  });
});

describe("the list of a community's keys", () => {
  it("is only for its managers, omits revoked keys, and marks keys whose maker left", async () => {
    const { core, manager, key, communityId, person } = await keyWorld();
    const colleague = await person("manager");
    await expect(
      revokeCommunityKey(core, { ...colleague, communityId: (await contributionWorld(database)).communityId }, key.id),
    ).rejects.toMatchObject({
      code: "key-not-found",
    });
    await database.withSystem((tx) => tx.membership.deleteMany({ where: { userId: manager.userId, communityId } }));
    expect(await listCommunityKeys(core, colleague)).toMatchObject([{ makerRole: null, createdByName: null }]);
    await revokeCommunityKey(core, colleague, key.id);
    expect(await listCommunityKeys(core, colleague)).toEqual([]);
    await expect(revokeCommunityKey(core, colleague, key.id)).rejects.toMatchObject({ code: "key-not-found" });
  });

  it("holds at most fifty, also for concurrent requests", async () => {
    const { core, manager, communityId } = await keyWorld();
    const asked = await Promise.allSettled(
      Array.from({ length: 55 }, () => createCommunityKey(core, manager, { communityId, name: "x", scope: "read", days: null })),
    );
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(49);
  });
});

async function setRole({ communityId, userId }: MemberActor, role: string): Promise<void> {
  await database.withSystem((tx) => tx.membership.update({ where: { communityId_userId: { communityId, userId } }, data: { role } }));
}

async function another({ communityId }: MemberActor): Promise<MemberActor> {
  const { id: userId } = await createMember(database, communityId, "manager");
  return { userId, communityId, role: "manager", isOperator: false, isSuspended: false };
}
