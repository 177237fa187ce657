import type { Role } from "@archipel/contracts/members.ts";
import type { Database } from "@archipel/database/database.ts";
import { addMember, createCommunity, createMember, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MemberActor } from "../../kernel/actor.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { createCommunity as openCommunity } from "../communities/service.ts";
import { listPeople, makeGroup } from "../groups/service/manage.ts";
import { acceptInvitation, ownInvitations, readInvitation } from "./invitations/service/accept.ts";
import { inviteMember, inviteMembers } from "./invitations/service/invite.ts";
import { listInvitations, revokeInvitation } from "./invitations/service/list.ts";
import * as members from "./service.ts";
import { memberTerritory } from "./territory/service.ts";

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());

async function world() {
  const community = await createCommunity(database, { name: "Brélandes" });
  const user = await createMember(database, community.id, "manager");
  const manager: MemberActor = { userId: user.id, communityId: community.id, role: "manager", isOperator: false, isSuspended: false };
  const membershipOf = async (userId: string) =>
    (await database.withSystem((tx) => tx.membership.findFirstOrThrow({ where: { userId, communityId: community.id } }))).id;
  return { community, manager, membershipOf };
}

const person = (userId: string) => ({ userId, isOperator: false, isSuspended: false });

/** The code in the link of the latest mail. */
function mailedCode(): string {
  return /\/invitations\/([\w-]+)/.exec(core.sentMails.at(-1)?.text ?? "")?.[1] ?? "no code";
}

describe("the last active manager", () => {
  it("cannot leave, be demoted or suspended, unless another manager is active", async () => {
    const { manager, membershipOf, community } = await world();
    const own = await membershipOf(manager.userId);
    const attempts = [
      () => members.removeMember(core, manager, own),
      () => members.changeRole(core, manager, own, "moderator"),
      () => members.setMemberStatus(core, manager, own, "suspended"),
    ];
    const suspended = await createUser(database, { status: "suspended" });
    await addMember(database, community.id, suspended.id, "manager");
    await addMember(database, community.id, (await createUser(database)).id, "manager", "suspended");
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ kind: "conflict", code: "last-manager" });
    await addMember(database, community.id, (await createUser(database)).id, "manager");
    expect(await members.changeRole(core, manager, own, "moderator")).toMatchObject({ role: "moderator" });
  });

  it("stays when two managers demote each other at the same moment", async () => {
    const { manager, membershipOf, community } = await world();
    const other = await createMember(database, community.id, "manager");
    const [mine, theirs] = [await membershipOf(manager.userId), await membershipOf(other.id)];
    await Promise.allSettled([
      members.changeRole(core, manager, theirs, "member"),
      members.changeRole(core, { ...manager, userId: other.id }, mine, "member"),
    ]);
    const left = await database.withSystem((tx) => tx.membership.count({ where: { communityId: community.id, role: "manager" } }));
    expect(left).toBe(1);
  });

  it("may remove a colleague, which the audit log records", async () => {
    const { manager, membershipOf, community } = await world();
    const colleague = await createMember(database, community.id, "contributor");
    await members.removeMember(core, manager, await membershipOf(colleague.id));
    const [entry] = await database.withSystem((tx) => tx.auditEntry.findMany({ where: { communityId: community.id } }));
    expect(entry).toMatchObject({ action: "member.removed", actorId: manager.userId, summary: { role: "contributor" } });
  });
});

describe("an invitation", () => {
  const invite = async (role: Role = "contributor") => {
    const made = await world();
    const user = await createUser(database);
    const invitation = await inviteMember(core, made.manager, { communityId: made.community.id, email: user.email, role });
    return { ...made, user, invitation, code: mailedCode() };
  };

  it("is sent by mail and makes the invited person a member", async () => {
    const { user, code, community } = await invite();
    expect(core.sentMails.at(-1)).toMatchObject({ to: user.email, subject: expect.stringContaining("Brélandes") });
    expect(await acceptInvitation(core, person(user.id), { code: code })).toMatchObject({ id: community.id, role: "contributor" });
  });

  it("shows its content to anyone who has its link, as long as it can be accepted", async () => {
    const { user, code } = await invite();
    expect(await readInvitation(core, code)).toMatchObject({ communityName: "Brélandes", email: user.email, role: "contributor" });
    expect(await readInvitation(core, `${code}x`)).toBeNull();
    await acceptInvitation(core, person(user.id), { code: code });
    expect(await readInvitation(core, code)).toBeNull();
  });

  it("works once, also for concurrent requests", async () => {
    const { user, code, community } = await invite();
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => acceptInvitation(core, person(user.id), { code: code })));
    expect(asked.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    expect(await database.withSystem((tx) => tx.membership.count({ where: { communityId: community.id, userId: user.id } }))).toBe(1);
  });

  it("does not work for another address, which does not use it up", async () => {
    const { user, code } = await invite();
    const other = await createUser(database);
    await expect(acceptInvitation(core, person(other.id), { code: code })).rejects.toMatchObject({ code: "invitation-other-address" });
    expect(await acceptInvitation(core, person(user.id), { code: code })).toMatchObject({ role: "contributor" });
  });

  it("ends when it expires, is revoked, or is sent again", async () => {
    const { user, code, manager, community, invitation } = await invite();
    const refused = async (tried: string) => {
      expect(await readInvitation(core, tried)).toBeNull();
      await expect(acceptInvitation(core, person(user.id), { code: tried })).rejects.toMatchObject({ code: "invitation-invalid" });
    };
    await inviteMember(core, manager, { communityId: community.id, email: user.email, role: "member" });
    await refused(code);
    await database.withSystem((tx) => tx.invitation.update({ where: { id: invitation.id }, data: { expiresAt: new Date(0) } }));
    await refused(mailedCode());
    await inviteMember(core, manager, { communityId: community.id, email: user.email, role: "member" });
    expect(await listInvitations(core, manager)).toHaveLength(1);
    await revokeInvitation(core, manager, invitation.id);
    await refused(mailedCode());
    expect(await listInvitations(core, manager)).toEqual([]);
  });

  it("is not sent to a member, and does not change the role of a person who became one meanwhile", async () => {
    const { user, code, manager, community } = await invite("manager");
    await addMember(database, community.id, user.id, "member");
    await expect(inviteMember(core, manager, { communityId: community.id, email: user.email, role: "member" })).rejects.toMatchObject({
      code: "already-member",
      field: "email",
    });
    expect(await acceptInvitation(core, person(user.id), { code: code })).toMatchObject({ role: "member" });
  });
});

describe("a community", () => {
  it("is created by an operator who does not become a member; its first manager is invited", async () => {
    const operator = await createUser(database, { isOperator: true });
    const actor = { ...person(operator.id), isOperator: true };
    const user = await createUser(database);
    const input = { name: "Nouvelle", slug: `nouvelle-${user.id.slice(-6)}`, description: "", managerEmail: user.email };
    const made = await openCommunity(core, actor, input);
    expect(await acceptInvitation(core, person(user.id), { code: mailedCode() })).toMatchObject({ id: made.id, role: "manager" });
    expect(await database.withSystem((tx) => tx.membership.count({ where: { communityId: made.id } }))).toBe(1);
    await expect(openCommunity(core, actor, input)).rejects.toMatchObject({ code: "community-slug-taken", field: "slug" });
  });
});

describe("the list of members", () => {
  it("is searched by name or address, filtered by role, and paged", async () => {
    const { manager, community } = await world();
    for (const role of ["member", "member", "moderator"] as const) await createMember(database, community.id, role);
    const page = (more: object) => members.listMembers(core, manager, { communityId: community.id, limit: 2, ...more });
    const first = await page({});
    expect(first).toMatchObject({ total: 4, items: { length: 2 } });
    const second = await page({ cursor: first.nextCursor });
    expect(second.nextCursor).toBeNull();
    expect(new Set([...first.items, ...second.items].map((member) => member.id)).size).toBe(4);
    expect((await page({ role: "moderator" })).total).toBe(1);
    expect((await page({ q: first.items[0]?.email.toUpperCase() })).total).toBe(1);
  });
});

describe("invitations of several people", () => {
  const SQUARE = {
    geometry: {
      type: "Polygon" as const,
      coordinates: [
        [
          [2, 46],
          [3, 46],
          [3, 47],
          [2, 47],
          [2, 46],
        ],
      ],
    },
  };

  it("give each line its own outcome, and what they say to those who accept", async () => {
    const { community, manager, membershipOf } = await world();
    const { id: groupId } = await makeGroup(core, manager, { communityId: community.id, name: "Terrain", description: "" });
    const user = await createUser(database);
    const member = await createMember(database, community.id, "member");
    const before = core.sentMails.length;
    const lines = [user.email.toUpperCase(), "Nina Morvan <nina@example.org>", "pas une adresse", "nina@example.org", member.email];
    const words = "Bienvenue, voir https://example.org";
    const given = { role: "contributor", groupId, territory: SQUARE, words } as const;
    const outcomes = await inviteMembers(core, manager, { communityId: community.id, lines, ...given });
    expect(outcomes.map(({ email, outcome }) => [email, outcome])).toEqual([
      [user.email, "invited"],
      ["nina@example.org", "invited"],
      [null, "no-address"],
      ["nina@example.org", "twice"],
      [member.email, "member"],
    ]);
    const mails = core.sentMails.slice(before);
    expect(mails.map(({ to }) => to).sort()).toEqual(["nina@example.org", user.email].sort());
    // The words are for the person behind the link: no mail to a stranger has a text that somebody typed.
    expect(JSON.stringify(mails)).not.toContain("Bienvenue");
    expect(await listInvitations(core, manager)).toHaveLength(2);
    const code = /\/invitations\/([\w-]+)/.exec(mails.find(({ to }) => to === user.email)?.text ?? "")?.[1] ?? "";
    expect(await readInvitation(core, code)).toMatchObject({ groupName: "Terrain", hasTerritory: true, words });
    await acceptInvitation(core, person(user.id), { code });
    const area = await memberTerritory(core, manager, await membershipOf(user.id));
    expect(area?.squareKm).toBeGreaterThan(8000);
    expect((await listPeople(core, manager, groupId)).members).toMatchObject([{ userId: user.id }]);
  });

  it("invite to no group and no territory of another community, and nobody by halves", async () => {
    const [{ community, manager }, other] = [await world(), await world()];
    const { id: groupId } = await makeGroup(core, other.manager, { communityId: other.community.id, name: "Ailleurs", description: "" });
    const asked = { communityId: community.id, lines: ["a@example.org"], role: "member" as const };
    await expect(inviteMembers(core, manager, { ...asked, groupId })).rejects.toMatchObject({ code: "group-not-found" });
    const territory = { features: { layerId: groupId, fids: [1] } };
    await expect(inviteMembers(core, manager, { ...asked, territory })).rejects.toMatchObject({ code: "layer-not-found" });
    expect(await listInvitations(core, manager)).toEqual([]);
  });

  it("are listed for the person, who accepts without the mail, once the address is proved", async () => {
    const { community, manager } = await world();
    const [user, unproved] = [await createUser(database), await createUser(database)];
    await database.withSystem((tx) => tx.user.update({ where: { id: unproved.id }, data: { emailVerifiedAt: null } }));
    for (const { email } of [user, unproved]) await inviteMember(core, manager, { communityId: community.id, email, role: "member" });
    expect(await ownInvitations(core, person(unproved.id))).toEqual([]);
    const [own] = await ownInvitations(core, person(user.id));
    expect(own).toMatchObject({ communityName: "Brélandes", role: "member" });
    const invitationId = own?.id ?? "";
    await expect(acceptInvitation(core, person(unproved.id), { invitationId })).rejects.toMatchObject({ code: "invitation-invalid" });
    const [theirs] = (await listInvitations(core, manager)).filter(({ email }) => email === unproved.email);
    await expect(acceptInvitation(core, person(unproved.id), { invitationId: theirs?.id ?? "" })).rejects.toMatchObject({
      code: "invitation-invalid",
    });
    expect(await acceptInvitation(core, person(user.id), { invitationId })).toMatchObject({ id: community.id, role: "member" });
    expect(await ownInvitations(core, person(user.id))).toEqual([]);
  });
});
