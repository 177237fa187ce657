import { randomUUID } from "node:crypto";
import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Database } from "@archipel/database/database.ts";
import { addMember, createCommunity, createDataset, createMember, createPortal, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proveMember } from "../../../gate/prove-member.ts";
import type { MemberActor, Person } from "../../../kernel/actor.ts";
import { hashOfCode } from "../../../kernel/invitation-codes.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { listAudit } from "../../audit/service.ts";
import { hashPassword } from "../../identity/service/passwords.ts";
import { acceptInvitation } from "../../members/invitations/service/accept.ts";
import { closedPortalByHost, forgetHosts, portalByHost } from "../../portals/service.ts";
import { listCommunityExports, requestCommunityExport } from "../exports/service.ts";
import { endDeleted } from "./ending/run.ts";
import {
  archiveCommunity,
  deleteCommunity,
  deletePortal,
  freeze,
  lifeOf,
  reopenCommunity,
  restoreCommunity,
  restorePortal,
  unfreeze,
} from "./service.ts";

const password = "a password of the tests";
const DAY = 86_400_000;
let database: Database;
let core: TestCore;
let passwordHash: string;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  passwordHash = await hashPassword(password);
});
afterAll(() => database.close());

/** A community with a live portal, a dataset and two managers. */
async function world() {
  const { id: communityId } = await createCommunity(database);
  const { id: userId } = await createMember(database, communityId, "manager");
  const second = await createMember(database, communityId, "manager");
  await createMember(database, communityId, "contributor");
  const slug = `p-${randomUUID().slice(0, 8)}`;
  const portal = { id: (await createPortal(database, communityId, { slug })).id, host: `${slug}.localhost` };
  await createDataset(database, communityId);
  const { name } = await database.withSystem(async (tx) => {
    await tx.user.updateMany({ data: { passwordHash } });
    await tx.portal.update({ where: { id: portal.id }, data: { name: "Urbanisme" } });
    return tx.community.findUniqueOrThrow({ where: { id: communityId }, select: { name: true } });
  });
  const manager: MemberActor = { userId, isOperator: false, isSuspended: false, communityId, role: "manager" };
  const actions = async () => (await listAudit(core, manager, { communityId, limit: 20 })).items.map(({ action }) => action);
  core.sentMails.length = 0;
  return { communityId, manager, second, portal, name, actions };
}

const mailed = () => core.sentMails.map(({ to, subject }) => ({ to, subject }));
const visible = async (host: string) => {
  forgetHosts(core);
  // Other processes forget by a notification; this one reads again.
  await new Promise((resolve) => setTimeout(resolve, 50));
  return (await portalByHost(core, host)) !== null;
};

describe("a read-only community", () => {
  it("says since when, by whose decision and why, on its portals too, and opens again", async () => {
    const { manager, portal, communityId, actions } = await world();
    const state = await freeze(core, manager, { reason: "Déménagement" });
    expect(state.frozen).toMatchObject({ reason: "Déménagement", since: expect.any(Date), by: expect.any(String) });
    expect(await visible(portal.host)).toBe(true);
    expect((await portalByHost(core, portal.host))?.frozen).toMatchObject({ reason: "Déménagement", all: true });
    await expect(proveMember(core, manager, communityId, "portals.manage", { writes: true })).rejects.toMatchObject({
      code: "community-frozen",
      params: { reason: "Déménagement" },
    });
    await proveMember(core, manager, communityId, "portals.manage", { writes: false });
    await proveMember(core, manager, communityId, "communities.export", { writes: true });
    expect((await unfreeze(core, manager, undefined)).frozen).toBeNull();
    await proveMember(core, manager, communityId, "portals.manage", { writes: true });
    expect((await actions()).slice(0, 2)).toEqual(["community.unfrozen", "community.frozen"]);
  });

  it("admits nobody by an invitation", async () => {
    const { manager, communityId } = await world();
    const invited = await createUser(database);
    const code = randomUUID();
    const values = {
      email: invited.email,
      role: "member",
      codeHash: hashOfCode(code),
      invitedById: manager.userId,
      expiresAt: new Date(Date.now() + DAY),
    };
    await database.withSystem((tx) => tx.invitation.create({ data: { communityId, ...values } }));
    await freeze(core, manager, { reason: "x" });
    const person: Person = { userId: invited.id, isOperator: false, isSuspended: false };
    await expect(acceptInvitation(core, person, { code })).rejects.toMatchObject({ code: "community-frozen" });
    await unfreeze(core, manager, undefined);
    expect(await acceptInvitation(core, person, { code })).toMatchObject({ id: communityId });
  });

  it("may be one portal alone", async () => {
    const { manager, portal } = await world();
    const state = await freeze(core, manager, { portalId: portal.id, reason: "Travaux" });
    expect([state.frozen, state.portals[0]?.frozen?.reason]).toEqual([null, "Travaux"]);
    expect(await visible(portal.host)).toBe(true);
    expect((await portalByHost(core, portal.host))?.frozen).toMatchObject({ reason: "Travaux", all: false });
  });
});

describe("an archived community", () => {
  it("answers on its hosts that it is closed; only managers reach it, who still take a copy and reopen it", async () => {
    const { manager, portal, communityId, name } = await world();
    await archiveCommunity(core, manager);
    expect(await visible(portal.host)).toBe(false);
    expect(await closedPortalByHost(core, portal.host)).toEqual({ name: "Urbanisme", state: "archived", eraseAt: null, isWhole: true });
    await expect(proveMember(core, manager, communityId, "datasets.read", { writes: false })).rejects.toMatchObject({
      code: "community-not-found",
    });
    await proveMember(core, manager, communityId, "communities.export", { writes: true });
    await requestCommunityExport(core, manager, { password, network: "10.0.0.9" });
    expect(await listCommunityExports(core, manager)).toMatchObject([{ status: "waiting" }]);
    expect(core.enqueued.at(-1)).toMatchObject({ kind: "export-community" });
    await expect(requestCommunityExport(core, manager, { password, network: "10.0.0.9" })).rejects.toMatchObject({
      code: "community-export-running",
    });
    expect(await reopenCommunity(core, manager)).toMatchObject({ status: "active", name });
    expect(await visible(portal.host)).toBe(true);
  });

  it("is not shown under hosts that are nobody's", async () => {
    expect(await closedPortalByHost(core, "nobody.localhost")).toBeNull();
    const { portal } = await world();
    expect(await closedPortalByHost(core, portal.host)).toBeNull();
  });
});

describe("a deleted community", () => {
  it("needs its name and the password", async () => {
    const { manager, name } = await world();
    const given = { password, network: "10.0.0.9" };
    await expect(deleteCommunity(core, manager, { ...given, name: "Autre" })).rejects.toMatchObject({
      code: "name-differs",
      field: "name",
    });
    await expect(deleteCommunity(core, manager, { ...given, name, password: "wrong" })).rejects.toMatchObject({ code: "wrong-password" });
    expect(await lifeOf(core, manager)).toMatchObject({ status: "active", eraseAt: null });
  });

  it("is as before when it is restored in time", async () => {
    const { manager, portal, name, communityId } = await world();
    const before = await rowsOf(communityId);
    const state = await deleteCommunity(core, manager, { name, password, network: "10.0.0.9" });
    expect(state.status).toBe("deleted");
    expect(Math.round(((state.eraseAt?.getTime() ?? 0) - Date.now()) / DAY)).toBe(30);
    expect(mailed()).toHaveLength(2);
    expect(mailed()[0]?.subject).toContain("sera effacée le");
    expect(await visible(portal.host)).toBe(false);
    expect(await closedPortalByHost(core, portal.host)).toMatchObject({ state: "deleted", eraseAt: state.eraseAt });
    await proveMember(core, manager, communityId, "communities.close", { writes: true });
    await restoreCommunity(core, manager, communityId);
    expect(await visible(portal.host)).toBe(true);
    expect(mailed()).toHaveLength(4);
    expect(await rowsOf(communityId)).toEqual(before);
    await expect(restoreCommunity(core, manager, communityId)).rejects.toMatchObject({ code: "life-not-now" });
  });

  it("reminds its managers 7 days and 1 day before, once each, and is then erased alone; its address is free", async () => {
    const { manager, name, communityId, portal } = await world();
    const other = await world();
    const others = await rowsOf(other.communityId);
    const eraseAt = (await deleteCommunity(core, manager, { name, password, network: "10.0.0.9" })).eraseAt?.getTime() ?? 0;
    const { slug } = await database.withSystem((tx) => tx.community.findUniqueOrThrow({ where: { id: communityId } }));
    core.sentMails.length = 0;
    const at = async (time: number) => {
      const done = await endDeleted(core, provenCommunityId, new Date(time));
      return [done.communities, core.sentMails.length];
    };
    expect(await at(eraseAt - 8 * DAY)).toEqual([0, 0]);
    expect(await at(eraseAt - 7 * DAY)).toEqual([0, 2]);
    expect(await at(eraseAt - 6 * DAY)).toEqual([0, 2]);
    expect(await at(eraseAt - DAY + 1)).toEqual([0, 4]);
    expect(await at(eraseAt - 1)).toEqual([0, 4]);
    expect(await at(eraseAt + 1)).toEqual([1, 6]);
    expect(mailed().at(-1)?.subject).toMatch(/est effacée$/);
    expect(await at(eraseAt + 2)).toEqual([0, 6]);
    expect(await rowsOf(communityId)).toEqual({});
    expect(await rowsOf(other.communityId)).toEqual(others);
    expect(await closedPortalByHost(core, portal.host)).toBeNull();
    const again = await database.withSystem((tx) => tx.community.create({ data: { slug, name: "Autre" } }));
    await createPortal(database, provenCommunityId(again.id), { slug: portal.host.split(".", 1)[0] ?? "" });
    const [entry] = await database.withSystem((tx) => tx.auditEntry.findMany({ where: { resourceId: communityId, communityId: null } }));
    expect(entry).toMatchObject({ action: "community.erased", summary: expect.objectContaining({ name, rows: expect.any(Number) }) });
  });

  it("is erased once by two processes, and the journal keeps it when one dies before the files are gone", async () => {
    const erased = async (at: readonly TestCore[]) => {
      const { manager, name, communityId } = await world();
      await deleteCommunity(core, manager, { name, password, network: "10.0.0.9" });
      await database.withSystem((tx) => tx.community.update({ where: { id: communityId }, data: { eraseAt: new Date(0) } }));
      const key = `sha256/${randomUUID().replaceAll("-", "").repeat(2)}`;
      const upload = { communityId, createdById: manager.userId, fileName: "x", size: 1, objectKey: key };
      await database.withSystem((tx) => tx.upload.create({ data: upload }));
      core.sentMails.length = 0;
      await Promise.allSettled(at.map((one) => endDeleted(one, provenCommunityId)));
      return database.withSystem((tx) => tx.auditEntry.count({ where: { resourceId: communityId, action: "community.erased" } }));
    };
    expect([await erased([core, core]), core.sentMails.length]).toEqual([1, 2]);
    const dies = { ...core, storage: { ...core.storage, delete: () => Promise.reject(new Error("on purpose")) } };
    expect(await erased([dies])).toBe(1);
  });

  it("is not restored once its erasure has begun", async () => {
    const { manager, name, communityId } = await world();
    await deleteCommunity(core, manager, { name, password, network: "10.0.0.9" });
    await database.withSystem((tx) => tx.community.update({ where: { id: communityId }, data: { eraseAt: new Date(0) } }));
    await expect(restoreCommunity(core, manager, communityId)).rejects.toMatchObject({ code: "community-erased" });
  });

  it("is restored by an operator when no manager is left", async () => {
    const { manager, name, communityId } = await world();
    await deleteCommunity(core, manager, { name, password, network: "10.0.0.9" });
    await database.withSystem((tx) => tx.membership.deleteMany({ where: { communityId } }));
    const operator = await createUser(database, { isOperator: true });
    const person: Person = { userId: operator.id, isOperator: true, isSuspended: false };
    expect(await restoreCommunity(core, person, communityId)).toMatchObject({ status: "active" });
    await addMember(database, communityId, operator.id, "manager");
  });
});

describe("what was hidden before its deletion", () => {
  it("stays hidden when it is restored: a portal that was closed or in preparation, and a closed community", async () => {
    const { manager, portal, communityId, name } = await world();
    for (const status of ["archived", "preparing"]) {
      await database.withSystem((tx) => tx.portal.update({ where: { id: portal.id }, data: { status } }));
      // The address is enough: not every keyboard can type every name.
      await deletePortal(core, manager, { portalId: portal.id, name: portal.host.replace(".localhost", "") });
      const restored = await restorePortal(core, manager, portal.id);
      expect([restored.portals[0]?.status, await visible(portal.host)]).toEqual([status, false]);
    }
    await archiveCommunity(core, manager);
    await deleteCommunity(core, manager, { name, password, network: "10.0.0.9" });
    expect(await restoreCommunity(core, manager, communityId)).toMatchObject({ status: "archived" });
  });

  it("says nothing about a portal that was never online, on its host", async () => {
    const { manager, portal } = await world();
    await database.withSystem((tx) => tx.portal.update({ where: { id: portal.id }, data: { status: "preparing" } }));
    expect(await closedPortalByHost(core, portal.host)).toBeNull();
    await deletePortal(core, manager, { portalId: portal.id, name: "Urbanisme" });
    expect(await closedPortalByHost(core, portal.host)).toBeNull();
    await restorePortal(core, manager, portal.id);
  });
});

describe("a deleted portal", () => {
  it("answers honestly, is restored by one click, and is else erased without its datasets", async () => {
    const { manager, portal, communityId } = await world();
    await expect(deletePortal(core, manager, { portalId: portal.id, name: "x" })).rejects.toMatchObject({ code: "name-differs" });
    await deletePortal(core, manager, { portalId: portal.id, name: "Urbanisme" });
    expect(await closedPortalByHost(core, portal.host)).toMatchObject({ state: "deleted", eraseAt: expect.any(Date) });
    await restorePortal(core, manager, portal.id);
    expect(await visible(portal.host)).toBe(true);
    const state = await deletePortal(core, manager, { portalId: portal.id, name: "Urbanisme" });
    const eraseAt = state.portals[0]?.eraseAt?.getTime() ?? 0;
    core.sentMails.length = 0;
    await endDeleted(core, provenCommunityId, new Date(eraseAt - 7 * DAY));
    expect(mailed().filter(({ subject }) => subject.includes("Urbanisme"))).toHaveLength(2);
    expect(await endDeleted(core, provenCommunityId, new Date(eraseAt + 1))).toMatchObject({ portals: 1 });
    const left = await rowsOf(communityId);
    expect([left.portals, left.portal_hosts, left.datasets]).toEqual([undefined, undefined, 1]);
  });
});

/** The number of rows of a community in each table that has some, without the journal, its events and jobs. */
async function rowsOf(communityId: string): Promise<Record<string, number>> {
  return database.sqlAs({ role: "system" }, async (sql) => {
    const tables = await sql.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'community_id' AND NOT a.attisdropped
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('audit_entries', 'outbox_events') ORDER BY 1`,
    );
    const found: Record<string, number> = {};
    for (const { name } of tables) {
      const [row] = await sql.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${name} WHERE community_id = $1::uuid`, [
        communityId,
      ]);
      if (row && row.count > 0) found[name] = row.count;
    }
    return found;
  });
}
