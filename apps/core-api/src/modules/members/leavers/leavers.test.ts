import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Database } from "@archipel/database/database.ts";
import { addMember, createCommunity, createMember, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startReaders } from "../../../jobs/outbox/run-readers.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { createCommunityKey } from "../../access/community-keys/service.ts";
import { keyHolder } from "../../access/service.ts";
import { sendDueMails } from "../../notifications/delivery/send-mails.ts";
import { findLeavers, removeLeavers } from "./service.ts";

// People who leave a community by a file of its institution.

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());

const managerOf = (userId: string, communityId: CommunityId): MemberActor => ({
  ...{ userId, isOperator: false, isSuspended: false, communityId, role: "manager" },
});
const emailOf = async (id: string) => (await database.withSystem((tx) => tx.user.findUniqueOrThrow({ where: { id } }))).email;
const rolesIn = (communityId: string) =>
  database.withSystem(async (tx) => (await tx.membership.findMany({ where: { communityId } })).map(({ userId }) => userId).sort());

/** A community with two managers, a member, and somebody who is only in its group. */
async function world(name: string) {
  const { id } = await createCommunity(database, { name });
  const [boss, other, member, guest] = [
    await createMember(database, id, "manager"),
    await createMember(database, id, "manager"),
    await createMember(database, id, "member"),
    await createUser(database),
  ];
  await database.withSystem(async (tx) => {
    await tx.user.updateMany({ where: { id: { in: [boss.id, other.id, member.id, guest.id] } }, data: { emailVerifiedAt: new Date() } });
    const group = await tx.group.create({ data: { communityId: id, name: `Relevés ${name}` } });
    const rows = [other.id, guest.id].map((userId) => ({ communityId: id, groupId: group.id, userId }));
    await tx.groupMember.createMany({ data: rows });
  });
  return { id, boss, other, member, guest, actor: managerOf(boss.id, id) };
}

test("shows who would leave with which groups and keys, and nothing of people of elsewhere", async () => {
  const { id, actor, other, member, guest } = await world("Montre");
  const elsewhere = await world("Ailleurs");
  await createCommunityKey(core, managerOf(other.id, id), { communityId: id, name: "robot", scope: "read", days: null });
  const emails = [await emailOf(other.id), "nobody@nowhere.example", await emailOf(elsewhere.member.id), await emailOf(guest.id)];
  const lines = [...emails, await emailOf(actor.userId), emails[0] ?? ""].map((email, at) => ({ line: at + 2, email }));
  const found = await findLeavers(core, actor, lines);
  expect(found.leavers.map(({ userId, line, role, groups, keys }) => ({ userId, line, role, groups, keys }))).toEqual(
    expect.arrayContaining([
      { userId: other.id, line: 2, role: "manager", groups: ["Relevés Montre"], keys: ["robot"] },
      { userId: guest.id, line: 5, role: null, groups: ["Relevés Montre"], keys: [] },
    ]),
  );
  expect(found.leavers).toHaveLength(2);
  // An address with an account elsewhere and one without any look the same.
  expect([found.unknown, found.own]).toEqual([[3, 4], 6]);
  expect(await rolesIn(id)).toContain(member.id);
});

test("takes people out with groups and keys, and notes it", async () => {
  const { id, actor, boss, other, member, guest } = await world("Part");
  const second = await createCommunity(database, { name: "Deuxième" });
  await addMember(database, second.id, other.id, "manager");
  const key = await createCommunityKey(core, managerOf(other.id, id), { communityId: id, name: "robot", scope: "read", days: null });
  const stranger = await createUser(database);
  expect(await removeLeavers(core, actor, [other.id, guest.id, stranger.id])).toEqual({ removed: 2 });
  expect(await rolesIn(id)).toEqual([boss.id, member.id].sort());
  expect(await rolesIn(second.id)).toEqual([other.id]);
  expect(await database.withSystem((tx) => tx.groupMember.count({ where: { communityId: id } }))).toBe(0);
  // The leaver knows the secret: joining again does not bring the key back.
  await addMember(database, id, other.id, "manager");
  expect(await keyHolder(core, key.secret)).toBeNull();
  const noted = await database.withSystem((tx) => tx.auditEntry.findMany({ where: { communityId: id, action: "member.left-by-file" } }));
  expect(noted.map(({ summary }) => summary)).toEqual(
    expect.arrayContaining([expect.objectContaining({ role: "manager", groups: "Relevés Part", keys: "robot" })]),
  );
  expect(await removeLeavers(core, actor, [guest.id])).toEqual({ removed: 0 });
});

/** Handles events and sends mails, as a process does that starts after the one that took people out has died. */
async function afterRestart() {
  const readers = await startReaders(core);
  const isHandled =
    "SELECT top >= (SELECT coalesce(max(sequence), 0) FROM outbox_events) AS done FROM outbox_readers WHERE name = 'notices'";
  await expect
    .poll(async () => (await database.sqlAs({ role: "system" }, (sql) => sql.query<{ done: boolean }>(isHandled)))[0]?.done)
    .toBe(true);
  await readers.stop();
  await sendDueMails(core);
}

test("each who left gets one mail, for any choice of emails and after a restart; nobody does if nobody left", async () => {
  await afterRestart();
  const { id, actor, other, guest, member, boss } = await world("Lettres");
  await database.withSystem((tx) => tx.noticePreference.create({ data: { personId: other.id, communityId: id, mail: "none" } }));
  await database.withSystem((tx) => tx.user.update({ where: { id: guest.id }, data: { locale: "en" } }));
  await expect(removeLeavers(core, actor, [member.id, boss.id])).rejects.toMatchObject({ code: "leaver-is-oneself" });
  core.sentMails.length = 0;
  await removeLeavers(core, actor, [other.id, guest.id]);
  expect(core.sentMails).toEqual([]);
  await afterRestart();
  await afterRestart();
  const [toOther, toGuest] = [await emailOf(other.id), await emailOf(guest.id)];
  expect(core.sentMails.map(({ to }) => to).sort()).toEqual([toOther, toGuest].sort());
  const ofOther = core.sentMails.find(({ to }) => to === toOther);
  expect(ofOther?.subject).toMatch(/^Vous ne faites plus partie de .*Lettres/);
  expect(ofOther?.text).toContain("Votre compte reste le vôtre");
  expect(ofOther?.text).toContain("C’est une erreur");
  expect(ofOther?.text).toMatch(/\/account\n/);
  expect(core.sentMails.find(({ to }) => to === toGuest)?.subject).toContain("You are no longer in “Lettres”");
  // A second leaving is another mail, also if the first was not read.
  await addMember(database, id, other.id, "member");
  core.sentMails.length = 0;
  await removeLeavers(core, actor, [other.id]);
  await afterRestart();
  expect(core.sentMails.map(({ to }) => to)).toEqual([toOther]);
});

test("oneself and the last manager never leave, and then nobody does", async () => {
  const { id, actor, boss, other, member } = await world("Reste");
  await expect(removeLeavers(core, actor, [member.id, boss.id])).rejects.toMatchObject({ code: "leaver-is-oneself" });
  // The caller was suspended at the same moment: the other is the last active manager.
  await database.withSystem((tx) => tx.user.update({ where: { id: boss.id }, data: { status: "suspended" } }));
  await expect(removeLeavers(core, actor, [member.id, other.id])).rejects.toMatchObject({ code: "last-manager" });
  expect(await rolesIn(id)).toEqual([boss.id, other.id, member.id].sort());
});

test("ten thousand lines are read in one statement", async () => {
  const { actor, member } = await world("Beaucoup");
  const lines = Array.from({ length: 9_999 }, (_, at) => ({ line: at + 2, email: `nobody-${at}@example.org` }));
  const found = await findLeavers(core, actor, [...lines, { line: 10_001, email: await emailOf(member.id) }]);
  expect([found.leavers.map(({ line }) => line), found.unknown.length]).toEqual([[10_001], 9_999]);
});

test("concurrent calls of two managers leave one of them", async () => {
  const { id, actor, boss, other } = await world("Deux");
  const results = await Promise.allSettled([
    removeLeavers(core, actor, [other.id]),
    removeLeavers(core, managerOf(other.id, id), [boss.id]),
  ]);
  expect(results.some(({ status }) => status === "fulfilled")).toBe(true);
  const left = await database.withSystem((tx) => tx.membership.count({ where: { communityId: id, role: "manager" } }));
  expect(left).toBe(1);
});
