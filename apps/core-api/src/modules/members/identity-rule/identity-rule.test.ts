import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Role } from "@archipel/contracts/members.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { proveMember } from "../../../gate/prove-member.ts";
import { visitPortal } from "../../../gate/visit-portal.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { deleteProvider } from "../../identity/providers/service/manage.ts";
import { roleByIdentity } from "../../identity/second-factor/policy.ts";
import { me } from "../../identity/service/profile.ts";
import { identityRule, lackingIdentity, setIdentityRule } from "./service.ts";

// A community that asks where its managers, or all its members, come from: at the gate, and by row-level security alone.

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());

const person = (userId: string) => ({ userId, isOperator: false, isSuspended: false });
const managerOf = (userId: string, communityId: CommunityId): MemberActor => ({ ...person(userId), communityId, role: "manager" });
const DAY = 86_400_000;

const newProvider = (isOn = true) =>
  database.withSystem((tx) =>
    tx.signInProvider.create({
      data: { name: { fr: "Ministère", en: "Ministry" }, issuer: "https://x.example", clientId: "x", sealedSecret: {}, isOn },
    }),
  );
const link = (userId: string, providerId: string, daysAgo = 0) =>
  database.withSystem((tx) =>
    tx.linkedIdentity.create({ data: { userId, providerId, subject: userId, lastUsedAt: new Date(Date.now() - daysAgo * DAY) } }),
  );
const setAddress = (id: string, email: string) => database.withSystem((tx) => tx.user.update({ where: { id }, data: { email } }));

const atGate = (communityId: CommunityId, userId: string, permission: "members.manage" | "members.read" | "communities.read") =>
  proveMember(core, person(userId), communityId, permission, { writes: false }).then(
    ({ role }) => role,
    (error: { code: string }) => error.code,
  );
/** The roles that the policies see in a community. */
async function inPolicies(communityId: CommunityId, userId: string): Promise<Role[]> {
  return database.sqlAs({ role: "tenant", ...person(userId), communityId }, async (sql) => {
    const roles: Role[] = [];
    for (const role of ["member", "contributor", "moderator", "manager"] as const) {
      const [row] = await sql.query<{ has: boolean }>("SELECT $1::uuid = ANY (app.communities_as($2)) AS has", [communityId, role]);
      if (row?.has) roles.push(role);
    }
    return roles;
  });
}

test("managers who must come from an institution act as moderators until they do", async () => {
  const { id } = await createCommunity(database, { name: "Officielle" });
  const { id: providerId } = await newProvider();
  const [boss, other, member] = [
    await createMember(database, id, "manager"),
    await createMember(database, id, "manager"),
    await createMember(database, id, "member"),
  ];
  await link(boss.id, providerId);
  const rule = { from: "manager" as const, providers: [providerId], domains: [] };
  expect((await lackingIdentity(core, managerOf(boss.id, id), rule)).map(({ userId }) => userId)).toEqual([other.id]);
  await setIdentityRule(core, managerOf(boss.id, id), rule);
  expect(await identityRule(core, managerOf(boss.id, id))).toMatchObject({
    ...rule,
    offered: [{ id: providerId, name: { fr: "Ministère" } }],
  });
  expect([await atGate(id, boss.id, "members.manage"), await atGate(id, other.id, "members.manage")]).toEqual([
    "manager",
    "identity-needed",
  ]);
  expect([await atGate(id, other.id, "members.read"), await atGate(id, member.id, "communities.read")]).toEqual(["moderator", "member"]);
  expect(await inPolicies(id, other.id)).toEqual(["member", "contributor", "moderator"]);
  expect(await inPolicies(id, boss.id)).toContain("manager");
  expect((await me(core, person(other.id)))?.communities[0]).toMatchObject({
    role: "moderator",
    identityNeeded: { held: "manager", isClosed: false, providers: [{ fr: "Ministère", en: "Ministry" }], domains: [] },
  });
  expect((await me(core, person(boss.id)))?.communities[0]).toMatchObject({ role: "manager", identityNeeded: null });
});

test("members who must come from an institution are out until they do: console, portal and policies", async () => {
  const { id } = await createCommunity(database, { name: "Fermée" });
  const portal = await createPortal(database, id, { slug: "fermee" });
  const { id: providerId } = await newProvider();
  const [boss, member, contributor] = [
    await createMember(database, id, "manager"),
    await createMember(database, id, "member"),
    await createMember(database, id, "contributor"),
  ];
  await setAddress(boss.id, "Chef@Ign.fr".toLowerCase());
  await setIdentityRule(core, managerOf(boss.id, id), { from: "member", providers: [providerId], domains: ["ign.fr"] });
  expect(await atGate(id, boss.id, "members.manage")).toBe("manager");
  for (const one of [member, contributor]) {
    expect(await atGate(id, one.id, "communities.read")).toBe("identity-needed");
    expect(await inPolicies(id, one.id)).toEqual([]);
    expect((await visitPortal(core, person(one.id), portal.id, "::1")).role).toBeNull();
  }
  expect((await me(core, person(member.id)))?.communities[0]).toMatchObject({
    identityNeeded: { held: "member", isClosed: true, domains: ["ign.fr"] },
  });
  // By address: the domain itself, not one that ends so.
  await setAddress(member.id, "a@ign.fr.evil.example");
  expect(await inPolicies(id, member.id)).toEqual([]);
  await setAddress(member.id, "a@sub.ign.fr");
  expect(await inPolicies(id, member.id)).toEqual([]);
  await setAddress(member.id, "a@ign.fr");
  expect([await atGate(id, member.id, "communities.read"), await inPolicies(id, member.id)]).toEqual(["member", ["member"]]);
  // By the provider: used within thirty days, and offered.
  const { id: identityId } = await link(contributor.id, providerId, 31);
  expect(await inPolicies(id, contributor.id)).toEqual([]);
  await database.withSystem((tx) =>
    tx.linkedIdentity.update({ where: { id: identityId }, data: { lastUsedAt: new Date(Date.now() - 29 * DAY) } }),
  );
  expect(await inPolicies(id, contributor.id)).toEqual(["member", "contributor"]);
  expect((await visitPortal(core, person(contributor.id), portal.id, "::1")).role).toBe("contributor");
  await database.withSystem((tx) => tx.signInProvider.update({ where: { id: providerId }, data: { isOn: false } }));
  expect(await inPolicies(id, contributor.id)).toEqual([]);
});

test("a rule that keeps its author out, or that nobody meets, is refused; a required provider cannot be deleted", async () => {
  const { id } = await createCommunity(database, { name: "Prudente" });
  const { id: other } = await createCommunity(database, { name: "Voisine" });
  const [on, off] = [await newProvider(), await newProvider(false)];
  const boss = await createMember(database, id, "manager");
  const neighbour = await createMember(database, other, "manager");
  const set = (rule: { providers?: string[]; domains?: string[] }) =>
    setIdentityRule(core, managerOf(boss.id, id), { from: "manager", providers: [], domains: [], ...rule });
  await expect(set({})).rejects.toMatchObject({ code: "identity-empty" });
  await expect(set({ providers: [on.id] })).rejects.toMatchObject({ code: "identity-first" });
  await expect(set({ providers: [off.id] })).rejects.toMatchObject({ code: "provider-not-found" });
  expect((await identityRule(core, managerOf(boss.id, id))).from).toBeNull();
  await link(boss.id, on.id);
  await set({ providers: [on.id] });
  // Another community has no part in it.
  expect(await inPolicies(other, neighbour.id)).toContain("manager");
  const operator = await createMember(database, other, "member");
  await database.withSystem((tx) => tx.user.update({ where: { id: operator.id }, data: { isOperator: true } }));
  await expect(deleteProvider(core, { ...person(operator.id), isOperator: true }, on.id)).rejects.toMatchObject({
    code: "provider-required",
  });
  await setIdentityRule(core, managerOf(boss.id, id), { from: null, providers: [on.id], domains: [] });
  await deleteProvider(core, { ...person(operator.id), isOperator: true }, on.id);
  expect(await inPolicies(id, boss.id)).toContain("manager");
});

test.each([
  ["manager", null, false, "manager"],
  ["manager", "manager", true, "manager"],
  ["manager", "manager", false, "moderator"],
  ["moderator", "manager", false, "moderator"],
  ["manager", "member", false, null],
  ["member", "member", false, null],
  ["member", "member", true, "member"],
] as const)("%s, identity from %s, meets it: %s, acts as %s", (held, from, meets, expected) => {
  expect(roleByIdentity(held, from, meets)).toBe(expected);
});
