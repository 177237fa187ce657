import { MAX_GROUP_PEOPLE, MAX_GROUPS } from "@archipel/contracts/groups.ts";
import type { Database } from "@archipel/database/database.ts";
import { addMember, createCommunity, createMember, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MemberActor, Person } from "../../kernel/actor.ts";
import { hashOfCode } from "../../kernel/invitation-codes.ts";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import { newCommunityKey } from "../../testing/permission-world.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { lensScopeOf } from "../access/lens/service/through-lens.ts";
import { listRows } from "../features/table/service.ts";
import { giveGrant } from "../grants/service/give.ts";
import { listGrants } from "../grants/service/read.ts";
import { inviteToGroup, joinGroup, leaveGroup, ownGroups, readInvitation } from "./service/join.ts";
import {
  changeGroup,
  deleteGroup,
  emptyGroup,
  listGroups,
  listPeople,
  makeGroup,
  removeFromGroup,
  revokeInvitation,
} from "./service/manage.ts";

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());

const person = (userId: string): Person => ({ userId, isOperator: false, isSuspended: false });

async function world() {
  const { id: communityId } = await createCommunity(database, { name: "Brélandes" });
  const { id } = await createMember(database, communityId, "manager");
  const manager: MemberActor = { ...person(id), communityId, role: "manager" };
  const { id: groupId } = await makeGroup(core, manager, { communityId, name: "Bureaux d’études", description: "" });
  return { communityId, manager, groupId };
}

/** The code of the last invitation that was mailed to this address. */
function mailedCode(email: string): string {
  const mail = core.sentMails.findLast(({ to }) => to === email);
  const code = /invitations\/groups\/([\w-]+)/.exec(mail?.text ?? "")?.[1];
  if (!code) throw new Error("no invitation was mailed");
  return code;
}

async function joined({ manager, groupId }: { manager: MemberActor; groupId: string }): Promise<Person & { email: string }> {
  const { id, email } = await createUser(database);
  await inviteToGroup(core, manager, { groupId, email });
  await joinGroup(core, person(id), mailedCode(email));
  return { ...person(id), email };
}

test("an invitation is for its address alone, and works once", async () => {
  const of = await world();
  const { id, email } = await createUser(database);
  const other = await createUser(database);
  await inviteToGroup(core, of.manager, { groupId: of.groupId, email });
  const code = mailedCode(email);
  expect(await readInvitation(core, code)).toMatchObject({ groupName: "Bureaux d’études", communityName: "Brélandes", email });
  expect(await listGroups(core, of.manager)).toMatchObject([{ members: 0, invited: 1 }]);
  await expect(joinGroup(core, person(other.id), code)).rejects.toMatchObject({ code: "invitation-other-address" });
  // A second invitation replaces the first.
  await inviteToGroup(core, of.manager, { groupId: of.groupId, email });
  await expect(joinGroup(core, person(id), code)).rejects.toMatchObject({ code: "invitation-invalid" });
  await joinGroup(core, person(id), mailedCode(email));
  await expect(joinGroup(core, person(id), mailedCode(email))).rejects.toMatchObject({ code: "invitation-invalid" });
  expect(await ownGroups(core, person(id))).toMatchObject([{ id: of.groupId, communityName: "Brélandes" }]);
  expect(await listPeople(core, of.manager, of.groupId)).toMatchObject({ members: [{ userId: id, email }], invitations: [] });
  await expect(inviteToGroup(core, of.manager, { groupId: of.groupId, email })).rejects.toMatchObject({ code: "already-in-group" });
  // The group gives no role in the community.
  expect(await database.withSystem((tx) => tx.membership.count({ where: { userId: id } }))).toBe(0);
});

test("an invitation that expired, was withdrawn, or is to a closed or frozen community, opens nothing", async () => {
  const of = await world();
  const invite = async () => {
    const { id, email } = await createUser(database);
    await inviteToGroup(core, of.manager, { groupId: of.groupId, email });
    return { who: person(id), email, code: mailedCode(email) };
  };
  const [late, withdrawn, frozen] = [await invite(), await invite(), await invite()];
  await database.withSystem((tx) =>
    tx.groupInvitation.update({ where: { codeHash: hashOfCode(late.code) }, data: { expiresAt: new Date(Date.now() - 1000) } }),
  );
  expect(await readInvitation(core, late.code)).toBeNull();
  await expect(joinGroup(core, late.who, late.code)).rejects.toMatchObject({ code: "invitation-invalid" });
  const { invitations } = await listPeople(core, of.manager, of.groupId);
  const found = invitations.find(({ email }) => email === withdrawn.email);
  await revokeInvitation(core, of.manager, { groupId: of.groupId, invitationId: found?.id ?? "" });
  await expect(joinGroup(core, withdrawn.who, withdrawn.code)).rejects.toMatchObject({ code: "invitation-invalid" });
  await database.withSystem((tx) =>
    tx.community.update({ where: { id: of.communityId }, data: { frozenAt: new Date(), frozenReason: "x" } }),
  );
  await expect(joinGroup(core, frozen.who, frozen.code)).rejects.toMatchObject({ code: "community-frozen" });
  await database.withSystem((tx) => tx.community.update({ where: { id: of.communityId }, data: { status: "suspended" } }));
  expect(await readInvitation(core, frozen.code)).toBeNull();
});

test("who leaves a group, or is taken out, reads no more at once; the others still do", async () => {
  const of = await world();
  const { communityId, manager, groupId } = of;
  const { layerId, datasetId } = await buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [{ name: "NOM", column: "nom", type: "text" }],
    dataset: { visibility: "private" },
    features: [{ geometry: { type: "Point", coordinates: [2, 46] }, values: ["a"] }],
  });
  const [leaver, removed, stays] = [await joined(of), await joined(of), await joined(of)];
  await giveGrant(core, manager, { communityId, datasetId, layerId, subject: { kind: "group", groupId }, until: null, purpose: "" });
  expect(await listGrants(core, manager, datasetId)).toMatchObject([{ subject: { kind: "group", name: "Bureaux d’études" } }]);
  expect(await listGroups(core, manager)).toMatchObject([{ members: 3, grants: 1 }]);
  const reads = (who: Person) => listRows(core, who, { layerId, limit: 5, offset: 0 }).then(({ total }) => total);
  const closed = { code: "layer-not-found" };
  for (const who of [leaver, removed, stays]) expect(await reads(who)).toBe(1);
  await leaveGroup(core, leaver, groupId);
  await expect(reads(leaver)).rejects.toMatchObject(closed);
  await removeFromGroup(core, manager, { groupId, userId: removed.userId });
  await expect(reads(removed)).rejects.toMatchObject(closed);
  expect(await reads(stays)).toBe(1);
  await emptyGroup(core, manager, groupId);
  await expect(reads(stays)).rejects.toMatchObject(closed);
  // Somebody who joins later reads by the same grant.
  const late = await joined(of);
  expect(await reads(late)).toBe(1);
  await deleteGroup(core, manager, groupId);
  await expect(reads(late)).rejects.toMatchObject(closed);
  expect(await listGrants(core, manager, datasetId)).toEqual([]);
});

test("managers of another community see and change nothing of a group, and give it no right", async () => {
  const [of, other] = [await world(), await world()];
  const member = await joined(of);
  const { groupId } = of;
  const missing = { code: "group-not-found" };
  await expect(listPeople(core, other.manager, groupId)).rejects.toMatchObject(missing);
  await expect(
    changeGroup(core, other.manager, { communityId: other.communityId, groupId, name: "x", description: "" }),
  ).rejects.toMatchObject(missing);
  await expect(emptyGroup(core, other.manager, groupId)).rejects.toMatchObject(missing);
  await expect(deleteGroup(core, other.manager, groupId)).rejects.toMatchObject(missing);
  await expect(inviteToGroup(core, other.manager, { groupId, email: member.email })).rejects.toMatchObject(missing);
  await expect(removeFromGroup(core, other.manager, { groupId, userId: member.userId })).rejects.toMatchObject(missing);
  const { datasetId } = await buildTestLayer(database, other.communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [],
    dataset: { visibility: "private" },
    features: [],
  });
  const given = { communityId: other.communityId, datasetId, layerId: null, until: null, purpose: "" };
  await expect(giveGrant(core, other.manager, { ...given, subject: { kind: "group", groupId } })).rejects.toMatchObject(missing);
  // The policy refuses what the service would.
  const insert = database.sqlAs({ role: "tenant", userId: other.manager.userId, communityId: null }, (sql) =>
    sql.query(
      "INSERT INTO grants (id, community_id, dataset_id, subject_group_id) VALUES (gen_random_uuid(), $1::uuid, $2::uuid, $3::uuid)",
      [other.communityId, datasetId, groupId],
    ),
  );
  await expect(insert).rejects.toThrow(/row-level security/);
});

test("names are taken once in a community, and groups and their people have a limit", async () => {
  const { communityId, manager, groupId } = await world();
  await expect(makeGroup(core, manager, { communityId, name: "Bureaux d’études", description: "" })).rejects.toMatchObject({
    code: "group-name-taken",
  });
  await changeGroup(core, manager, { communityId, groupId, name: "Études", description: "Deux bureaux." });
  expect(await listGroups(core, manager)).toMatchObject([{ name: "Études", description: "Deux bureaux." }]);
  await database.withSystem((tx) =>
    tx.group.createMany({ data: Array.from({ length: MAX_GROUPS - 1 }, (_, index) => ({ communityId, name: `g${index}` })) }),
  );
  await expect(makeGroup(core, manager, { communityId, name: "one more", description: "" })).rejects.toMatchObject({
    code: "groups-too-many",
  });
  const row = (index: number) => ({
    ...{ communityId, groupId, email: `p${index}@example.org`, codeHash: `${groupId} ${index}` },
    ...{ invitedById: manager.userId, expiresAt: new Date(Date.now() + 60_000) },
  });
  await database.withSystem((tx) =>
    tx.groupInvitation.createMany({ data: Array.from({ length: MAX_GROUP_PEOPLE }, (_, index) => row(index)) }),
  );
  await expect(inviteToGroup(core, manager, { groupId, email: "late@example.org" })).rejects.toMatchObject({ code: "group-full" });
  // Sending one again takes no more place.
  await inviteToGroup(core, manager, { groupId, email: "p3@example.org" });
});

test("grants name a role, a key and everyone with an account; unknown ones are refused", async () => {
  const { communityId, manager } = await world();
  const other = await createCommunity(database, { name: "Bureau" });
  const boss = await createMember(database, other.id, "manager");
  const contributor = await createUser(database);
  await addMember(database, other.id, contributor.id, "contributor");
  const { layerId, datasetId } = await buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [],
    dataset: { visibility: "private" },
    features: [{ geometry: { type: "Point", coordinates: [2, 46] }, values: [] }],
  });
  const { slug: otherSlug } = await database.withSystem((tx) => tx.community.findUniqueOrThrow({ where: { id: other.id } }));
  const key = await newCommunityKey(database, other.id, boss.id, "read");
  const give = (subject: Parameters<typeof giveGrant>[2]["subject"]) =>
    giveGrant(core, manager, { communityId, datasetId, layerId: null, subject, until: null, purpose: "" });
  await give({ kind: "role", slug: otherSlug, role: "contributor" });
  await give({ kind: "key", keyId: key.id });
  expect((await listGrants(core, manager, datasetId)).map(({ subject }) => subject)).toEqual([
    { kind: "key", name: "Programme read", email: null, role: null, communityName: "Bureau" },
    { kind: "role", name: "Bureau", email: null, role: "contributor", communityName: null },
  ]);
  const byKey = { ...person(boss.id), key: { id: key.id, communityId: other.id, atMost: "member" as const } };
  const sees = (who: Person) =>
    database.sqlAs(lensScopeOf(who), async (sql) => (await sql.query("SELECT FROM layers WHERE id = $1::uuid", [layerId])).length === 1);
  expect(await sees(byKey)).toBe(true);
  // A key that was revoked gives nothing, even to a call that began before.
  await database.withSystem((tx) => tx.communityKey.update({ where: { id: key.id }, data: { revokedAt: new Date() } }));
  expect(await sees(byKey)).toBe(false);
  // A role that is lowered ends the right.
  expect(await sees(person(contributor.id))).toBe(true);
  await database.withSystem((tx) => tx.membership.updateMany({ where: { userId: contributor.id }, data: { role: "member" } }));
  expect(await sees(person(contributor.id))).toBe(false);
  await give({ kind: "signed-in" });
  expect(await sees(person(contributor.id))).toBe(true);
  await database.withSystem((tx) => tx.user.update({ where: { id: contributor.id }, data: { status: "suspended" } }));
  expect(await sees(person(contributor.id))).toBe(false);
  await expect(give({ kind: "key", keyId: key.id })).rejects.toMatchObject({ code: "grant-key-unknown" });
  await expect(give({ kind: "role", slug: "no-such", role: "manager" })).rejects.toMatchObject({ code: "grant-community-unknown" });
  const { slug } = await database.withSystem((tx) => tx.community.findUniqueOrThrow({ where: { id: communityId } }));
  await expect(give({ kind: "role", slug, role: "manager" })).rejects.toMatchObject({ code: "grant-to-itself" });
});

test("a grant to everyone with an account leaves no trace for them once it is over", async () => {
  const { communityId, manager } = await world();
  const { datasetId } = await buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [],
    dataset: { visibility: "private" },
    features: [],
  });
  const anyone = person((await createUser(database)).id);
  const known = () =>
    database.sqlAs(lensScopeOf(anyone), async (sql) => (await sql.query("SELECT FROM app.judged_grants($1::uuid)", [datasetId])).length);
  const { id } = await giveGrant(core, manager, {
    communityId,
    datasetId,
    layerId: null,
    subject: { kind: "signed-in" },
    until: null,
    purpose: "",
  });
  expect(await known()).toBe(1);
  await database.sqlAs({ role: "system" }, (sql) => sql.query("UPDATE grants SET revoked_at = now() WHERE id = $1::uuid", [id]));
  expect(await known()).toBe(0);
});
