import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Role } from "@archipel/contracts/members.ts";
import type { Database } from "@archipel/database/database.ts";
import { addMember, createCommunity, createMember, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { proveMember } from "../../../gate/prove-member.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { createCommunityKey } from "../../access/community-keys/service.ts";
import { createKey, keyHolder, rotateKey } from "../../access/service.ts";
import { me } from "../../identity/service/profile.ts";
import { secondFactorRule, setSecondFactorRule } from "./service.ts";

// A community that asks its managers, or its moderators too, for a second factor: at the gate, and by row-level security alone.

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());

const person = (userId: string) => ({ userId, isOperator: false, isSuspended: false });
const managerOf = (userId: string, communityId: CommunityId): MemberActor => ({ ...person(userId), communityId, role: "manager" });
const addFactor = (userId: string, confirmedAt: Date | null = new Date()) =>
  database.withSystem((tx) => tx.secondFactor.create({ data: { userId, sealedSecret: {}, confirmedAt } }));

/** What the gate says of a call that needs a role. */
const atGate = (
  communityId: CommunityId,
  userId: string,
  permission: "members.manage" | "members.read" | "communities.read",
  hasSecondStep = false,
) =>
  proveMember(core, { ...person(userId), hasSecondStep }, communityId, permission, { writes: false }).then(
    ({ role }) => role,
    (error: { code: string }) => error.code,
  );
/** The roles that the policies see in a community. */
async function inPolicies(communityId: CommunityId, userId: string, hasSecondStep = false): Promise<Role[]> {
  return database.sqlAs({ role: "tenant", ...person(userId), communityId, hasSecondStep }, async (sql) => {
    const roles: Role[] = [];
    for (const role of ["member", "contributor", "moderator", "manager"] as const) {
      const [row] = await sql.query<{ has: boolean }>("SELECT $1::uuid = ANY (app.communities_as($2)) AS has", [communityId, role]);
      if (row?.has) roles.push(role);
    }
    return roles;
  });
}

test("roles that need a second factor are held with one; without, the role below", async () => {
  const { id } = await createCommunity(database, { name: "Sûre" });
  const boss = await createMember(database, id, "manager");
  await addFactor(boss.id);
  const [manager, moderator, contributor] = [
    await createMember(database, id, "manager"),
    await createMember(database, id, "moderator"),
    await createMember(database, id, "contributor"),
  ];
  // An app that was never proved does not count.
  await addFactor(manager.id, null);
  expect(await atGate(id, manager.id, "members.manage")).toBe("manager");

  const rule = await setSecondFactorRule(core, managerOf(boss.id, id), "manager");
  expect(new Set(rule.without.map(({ userId }) => userId))).toEqual(new Set([manager.id, moderator.id]));
  expect(await atGate(id, boss.id, "members.manage")).toBe("manager");
  expect(await atGate(id, manager.id, "members.manage")).toBe("second-factor-needed");
  expect(await atGate(id, manager.id, "members.read")).toBe("moderator");
  expect(await inPolicies(id, manager.id)).toEqual(["member", "contributor", "moderator"]);
  expect(await inPolicies(id, boss.id)).toEqual(["member", "contributor", "moderator", "manager"]);
  expect((await me(core, person(manager.id)))?.communities).toMatchObject([{ role: "moderator", roleWithFactor: "manager" }]);
  expect((await me(core, person(boss.id)))?.communities).toMatchObject([{ role: "manager", roleWithFactor: null }]);

  await setSecondFactorRule(core, managerOf(boss.id, id), "moderator");
  expect(await atGate(id, moderator.id, "members.read")).toBe("second-factor-needed");
  expect(await inPolicies(id, manager.id)).toEqual(["member", "contributor"]);
  expect(await atGate(id, contributor.id, "members.read")).toBe("role-too-weak");
  expect(await inPolicies(id, contributor.id)).toEqual(["member", "contributor"]);

  await database.withSystem((tx) => tx.secondFactor.update({ where: { userId: manager.id }, data: { confirmedAt: new Date() } }));
  expect(await atGate(id, manager.id, "members.manage")).toBe("manager");
  await setSecondFactorRule(core, managerOf(boss.id, id), null);
  expect(await atGate(id, moderator.id, "members.read")).toBe("moderator");
});

test("a manager without a second factor cannot ask others for one, and the rule of one community does not touch another", async () => {
  const [first, second] = [await createCommunity(database, { name: "Une" }), await createCommunity(database, { name: "Deux" })];
  const user = await createUser(database);
  await addMember(database, first.id, user.id, "manager");
  await addMember(database, second.id, user.id, "manager");
  await expect(setSecondFactorRule(core, managerOf(user.id, first.id), "manager")).rejects.toMatchObject({ code: "second-factor-first" });
  expect((await secondFactorRule(core, managerOf(user.id, first.id))).from).toBeNull();
  await database.withSystem((tx) => tx.community.update({ where: { id: first.id }, data: { secondFactorFrom: "manager" } }));
  expect(await atGate(first.id, user.id, "members.manage")).toBe("second-factor-needed");
  expect(await atGate(second.id, user.id, "members.manage")).toBe("manager");
});

test("a session with a second step of its own meets the rule, and the person's other sessions do not", async () => {
  const { id } = await createCommunity(database, { name: "Par session" });
  const user = await createMember(database, id, "manager");
  // Who proved two factors may ask others for them, without an app.
  await setSecondFactorRule(core, { ...managerOf(user.id, id), hasSecondStep: true }, "manager");
  expect(await atGate(id, user.id, "members.manage", true)).toBe("manager");
  expect(await inPolicies(id, user.id, true)).toEqual(["member", "contributor", "moderator", "manager"]);
  expect((await me(core, { ...person(user.id), hasSecondStep: true }))?.communities).toMatchObject([
    { role: "manager", roleWithFactor: null },
  ]);
  expect(await atGate(id, user.id, "members.manage")).toBe("second-factor-needed");
  expect(await inPolicies(id, user.id)).toEqual(["member", "contributor", "moderator"]);
  // A passkey of the account changes nothing for a session that the password alone opened.
  await database.withSystem((tx) =>
    tx.passkey.create({ data: { userId: user.id, credentialId: "c", publicCose: Buffer.from("x"), name: "x" } }),
  );
  expect(await atGate(id, user.id, "members.manage")).toBe("second-factor-needed");
});

test("a program's key is worth what the session proved that made it, or gave it its secret", async () => {
  const { id } = await createCommunity(database, { name: "Clés" });
  const user = await createMember(database, id, "manager");
  const [weak, strong] = [person(user.id), { ...person(user.id), hasSecondStep: true }];
  const made = { name: "script", scope: "read" as const, days: 30 as const };
  const proves = async (secret: string) => (await keyHolder(core, secret))?.hasSecondStep;
  const [byPassword, byPasskey] = [await createKey(core, weak, made), await createKey(core, strong, made)];
  expect([await proves(byPassword.secret), await proves(byPasskey.secret)]).toEqual([false, true]);
  const again = await rotateKey(core, strong, { keyId: byPassword.id, overlapDays: 0 });
  const lost = await rotateKey(core, weak, { keyId: byPasskey.id, overlapDays: 0 });
  expect([await proves(again.secret), await proves(lost.secret)]).toEqual([true, false]);
  const manager = { ...managerOf(user.id, id), hasSecondStep: true };
  const ofCommunity = await createCommunityKey(core, manager, { communityId: id, name: "robot", scope: "read", days: null });
  expect(await proves(ofCommunity.secret)).toBe(true);
});
