import { randomUUID } from "node:crypto";
import { addMember, createCommunity, createPortal } from "@archipel/testing/factories.ts";
import { type Caller, demoPassword, type PermissionWorld } from "../permission-world.ts";
import { type InputOf, inCommunity, unique } from "./input.ts";

/** What closes a community would refuse all later calls, so the caller manages another one, which nobody else uses. */
async function ownCommunity({ database, users, communityId }: PermissionWorld, caller: Caller, status = "active") {
  const userId = users[caller];
  // Anyone but the manager must be refused in the community of all others.
  if (caller !== "manager" || !userId) return { id: communityId, name: "?" };
  const { id } = await createCommunity(database);
  await addMember(database, id, userId, "manager");
  const eraseAt = status === "deleted" ? new Date(Date.now() + 60_000) : null;
  return database.withSystem((tx) => tx.community.update({ where: { id }, data: { status, eraseAt }, select: { id: true, name: true } }));
}

/** A portal of the community that nobody else uses. */
async function ownPortal({ database, communityId }: PermissionWorld, status = "live") {
  const slug = unique("portal");
  const { id } = await createPortal(database, communityId, { slug });
  const eraseAt = status === "deleted" ? new Date(Date.now() + 60_000) : null;
  return database.withSystem((tx) => tx.portal.update({ where: { id }, data: { status, eraseAt }, select: { id: true, name: true } }));
}

const found = { community: { id: randomUUID(), slug: "x", name: "x" }, platform: "x", writtenAt: "x", schema: "x", tables: [] };

/** An import whose file was inspected. */
async function newImport({ database }: PermissionWorld): Promise<string> {
  const rest = {
    layers: 0,
    features: 0,
    objects: { count: 0, bytes: 0, missing: 0 },
    people: { known: 0, created: 0 },
    slugs: [],
    domains: [],
  };
  const about = { ...found, community: { ...found.community, id: randomUUID() }, ...rest };
  const data = { requestedById: randomUUID(), fileName: "x", size: 1, status: "inspected", found: about };
  return (await database.withSystem((tx) => tx.communityImport.create({ data }))).id;
}

const inOwn =
  (status?: string): InputOf =>
  async (world, caller) => ({ communityId: (await ownCommunity(world, caller, status)).id });

export const communities: Record<string, InputOf> = {
  "communities.create": () => ({ name: "Nouvelle", slug: unique("community"), managerEmail: `${randomUUID()}@example.org` }),
  "communities.list": () => undefined,
  "communities.setStatus": ({ communityId }) => ({ id: communityId, status: "active" }),
  "communities.get": inCommunity,
  "communities.update": ({ communityId }) => ({ communityId, description: "Décrite" }),
  "communityExports.list": inCommunity,
  "communityExports.request": ({ communityId }) => ({ communityId, password: demoPassword }),
  "communityImports.list": () => undefined,
  "communityImports.start": async (world) => ({ importId: await newImport(world) }),
  "communityImports.discard": async (world) => ({ importId: await newImport(world) }),
  "communityLife.closed": () => undefined,
  "communityLife.get": inCommunity,
  "communityLife.freeze": async (world) => ({
    communityId: world.communityId,
    portalId: (await ownPortal(world)).id,
    reason: "Travaux",
  }),
  "communityLife.unfreeze": inCommunity,
  "communityLife.archive": inOwn(),
  "communityLife.reopen": inOwn("archived"),
  "communityLife.restore": inOwn("deleted"),
  "communityLife.delete": async (world, caller) => {
    const { id, name } = await ownCommunity(world, caller);
    return { communityId: id, name, password: demoPassword };
  },
  "communityLife.deletePortal": async (world) => {
    const { id, name } = await ownPortal(world);
    return { communityId: world.communityId, portalId: id, name };
  },
  "communityLife.restorePortal": async (world) => ({
    communityId: world.communityId,
    portalId: (await ownPortal(world, "deleted")).id,
  }),
  "communityLife.restoreAny": async ({ database }) => {
    const { id } = await createCommunity(database);
    await database.withSystem((tx) =>
      tx.community.update({ where: { id }, data: { status: "deleted", eraseAt: new Date(Date.now() + 60_000) } }),
    );
    return { id };
  },
};
