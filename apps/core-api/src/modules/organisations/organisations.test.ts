import { provenCommunityId } from "@archipel/contracts/ids.ts";
import { GIVEN_NOTHING, type Given } from "@archipel/contracts/organisations.ts";
import type { Database } from "@archipel/database/database.ts";
import { addMember, createCommunity, createDataset, createMember, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { proveMember } from "../../gate/prove-member.ts";
import { proveOrganisation } from "../../gate/prove-organisation.ts";
import { anonymous, type Person } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import type { OutgoingMail } from "../../kernel/mailer.ts";
import { GIVEN_ALL, newOrganisation } from "../../testing/organisation-world.ts";
import { createTestCore } from "../../testing/test-core.ts";
import { giveGrant, revokeGrant } from "../grants/service/give.ts";
import { listGrantable, listGrants } from "../grants/service/read.ts";
import { inviteMember } from "../members/invitations/service/invite.ts";
import { acceptRequest } from "../members/requests/service/decide.ts";
import { listMembers, setMemberStatus } from "../members/service.ts";
import {
  acceptCommunity,
  acceptOrganisation,
  askOrganisation,
  endAsCommunity,
  endAsOrganisation,
  inviteCommunity,
  setGiven,
} from "./service/agreements.ts";
import { joinOrganisation, leaveOrganisation, ownOrganisations, readInvitation } from "./service/join.ts";
import { deleteOrganisation, inviteManager, makeOrganisation } from "./service/manage.ts";
import { inviteToOrganisation, listPeople, removePerson, setRole } from "./service/people.ts";
import { getOrganisation, listOfCommunity, searchDatasets } from "./service/read.ts";

let database: Database;
let core: Core;
let mails: OutgoingMail[];
beforeAll(async () => {
  database = await openTestDatabase();
  mails = [];
  core = { ...(await createTestCore(database)), mailer: { send: async (mail) => void mails.push(mail) } };
});
afterAll(() => database.close());

const person = (userId: string): Person => ({ ...anonymous, userId });
const codeOf = (mail: OutgoingMail | undefined) =>
  decodeURIComponent(/invitations\/organisations\/([^"\s<]+)/.exec(mail?.text ?? "")?.[1] ?? "");
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "allowed",
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );
const asManager = (organisationId: string, userId: string) =>
  proveOrganisation(core, person(userId), organisationId, "organisations.manage");
const asReader = (organisationId: string, userId: string) => proveOrganisation(core, person(userId), organisationId, "organisations.read");
const inCommunity = (communityId: string, userId: string) =>
  proveMember(core, person(userId), communityId, "organisations.agree", { writes: true });
const agreementId = async (communityId: string, organisationId: string) =>
  (await database.withSystem((tx) => tx.organisationAgreement.findFirstOrThrow({ where: { communityId, organisationId, endedAt: null } })))
    .id;

/** A community with its manager, in an organisation with a manager and a reader. */
async function joined(given: Given) {
  const community = await createCommunity(database);
  const boss = await createMember(database, community.id, "manager");
  const manager = await createUser(database);
  const reader = await createUser(database);
  const organisationId = await newOrganisation(database, {
    people: { [manager.id]: "manager", [reader.id]: "reader" },
    communities: { [community.id]: given },
  });
  return { communityId: provenCommunityId(community.id), boss: boss.id, manager: manager.id, reader: reader.id, organisationId };
}

test("an operator makes an organisation, whose first manager joins by mail and invites others", async () => {
  const operator = person((await createUser(database, { isOperator: true })).id);
  const boss = await createUser(database);
  const other = await createUser(database);
  const words = { nameFr: "Département", nameEn: "County", description: "" };
  const { id } = await makeOrganisation(core, operator, { ...words, managerEmail: boss.email });
  expect(await refusal(makeOrganisation(core, operator, { ...words, nameFr: "DÉPARTEMENT".toLowerCase(), managerEmail: boss.email }))).toBe(
    "organisation-name-taken",
  );
  const code = codeOf(mails.at(-1));
  expect(await readInvitation(core, code)).toMatchObject({ nameFr: "Département", role: "manager", email: boss.email });
  expect(await refusal(joinOrganisation(core, person(other.id), code))).toBe("invitation-other-address");
  await joinOrganisation(core, person(boss.id), code);
  expect(await refusal(joinOrganisation(core, person(boss.id), code))).toBe("invitation-invalid");
  expect(await refusal(inviteManager(core, operator, { organisationId: id, email: other.email }))).toBe("organisation-managed");

  const actor = await asManager(id, boss.id);
  await inviteToOrganisation(core, actor, { organisationId: id, email: other.email, role: "reader" });
  await joinOrganisation(core, person(other.id), codeOf(mails.at(-1)));
  expect(await refusal(asManager(id, other.id))).toBe("organisation-managers-only");
  expect((await listPeople(core, actor)).members.map(({ userId, role }) => [userId, role])).toEqual([
    [boss.id, "manager"],
    [other.id, "reader"],
  ]);
  expect(await refusal(removePerson(core, actor, boss.id))).toBe("last-organisation-manager");
  expect(await refusal(setRole(core, actor, { organisationId: id, userId: boss.id, role: "reader" }))).toBe("last-organisation-manager");
  expect(await ownOrganisations(core, person(other.id))).toMatchObject([{ id, role: "reader", communities: 0 }]);
  await leaveOrganisation(core, person(other.id), id);
  expect(await refusal(asReader(id, other.id))).toBe("organisation-not-found");
});

test("a community joins by agreement of both, from either side, and either ends it at once", async () => {
  const { organisationId, manager } = await joined(GIVEN_NOTHING);
  const community = await createCommunity(database);
  const boss = await createMember(database, community.id, "manager");
  const { slug } = await database.withSystem((tx) => tx.community.findUniqueOrThrow({ where: { id: community.id } }));
  const organisation = await asManager(organisationId, manager);
  const own = await inCommunity(community.id, boss.id);
  const stateOf = async () => (await listOfCommunity(core, own)).map(({ state }) => state);

  await inviteCommunity(core, organisation, { organisationId, slug, message: "Bienvenue." });
  expect(mails.at(-1)).toMatchObject({ to: boss.email });
  expect(mails.at(-1)?.text).toContain("Bienvenue.");
  expect(await refusal(inviteCommunity(core, organisation, { organisationId, slug, message: "" }))).toBe("agreement-proposed");
  const id = await agreementId(community.id, organisationId);
  // The organisation cannot answer its own invitation, nor choose what is given.
  expect(await refusal(acceptCommunity(core, organisation, id))).toBe("agreement-not-agreed");
  expect(await refusal(setGiven(core, own, { communityId: community.id, agreementId: id, given: GIVEN_ALL }))).toBe("agreement-not-agreed");
  await acceptOrganisation(core, own, { communityId: community.id, agreementId: id, given: { ...GIVEN_NOTHING, reading: true } });
  expect(await stateOf()).toEqual(["agreed"]);
  await setGiven(core, own, { communityId: community.id, agreementId: id, given: GIVEN_ALL });
  const page = await getOrganisation(core, organisation);
  expect(page.agreements.find((one) => one.community.id === community.id)).toMatchObject({ state: "agreed", given: GIVEN_ALL });

  await endAsCommunity(core, own, { communityId: community.id, agreementId: id, reason: "Nous partons." });
  expect(mails.at(-1)?.text).toContain("Nous partons.");
  expect(await refusal(endAsOrganisation(core, organisation, { organisationId, agreementId: id, reason: "x" }))).toBe(
    "agreement-not-found",
  );
  expect(await stateOf()).toEqual(["ended"]);

  await askOrganisation(core, own, { communityId: community.id, organisationId, message: "", given: { ...GIVEN_NOTHING, figures: true } });
  const again = await agreementId(community.id, organisationId);
  expect(await refusal(acceptOrganisation(core, own, { communityId: community.id, agreementId: again, given: GIVEN_ALL }))).toBe(
    "agreement-not-agreed",
  );
  await acceptCommunity(core, organisation, again);
  expect(await stateOf()).toEqual(["agreed", "ended"]);
  await endAsOrganisation(core, organisation, { organisationId, agreementId: again, reason: "Fusion." });
  expect(mails.at(-1)).toMatchObject({ to: boss.email });

  // Both journals name it.
  const entries = await database.withSystem((tx) =>
    tx.auditEntry.findMany({ where: { resourceId: organisationId, action: "organisation.agreement-ended" } }),
  );
  expect(entries.map(({ communityId }) => communityId).sort()).toEqual([community.id, community.id, null, null].sort());
});

test("a stranger to a side does not touch its agreements", async () => {
  const one = await joined(GIVEN_ALL);
  const other = await joined(GIVEN_ALL);
  const id = await agreementId(one.communityId, one.organisationId);
  const stranger = await inCommunity(other.communityId, other.boss);
  expect(await refusal(endAsCommunity(core, stranger, { communityId: other.communityId, agreementId: id, reason: "x" }))).toBe(
    "agreement-not-found",
  );
  const organisation = await asManager(other.organisationId, other.manager);
  expect(await refusal(endAsOrganisation(core, organisation, { organisationId: other.organisationId, agreementId: id, reason: "x" }))).toBe(
    "agreement-not-found",
  );
  expect(await refusal(inCommunity(one.communityId, one.manager))).toBe("community-not-found");
});

test("members of the organisation find and read published data, those for members too, and no drafts", async () => {
  const { communityId, organisationId, reader, boss } = await joined({ ...GIVEN_NOTHING, reading: true });
  const forMembers = await createDataset(database, communityId, { visibility: "members", title: "Réseaux d’eau" });
  const open = await createDataset(database, communityId, { title: "Voies" });
  await createDataset(database, communityId, { status: "draft", title: "Brouillon" });
  await createDataset(database, communityId, { visibility: "private", title: "Réservé" });
  const elsewhere = await joined({ ...GIVEN_ALL, reading: false });
  await createDataset(database, elsewhere.communityId, { visibility: "members" });
  const found = async (userId: string, q = "") =>
    (await searchDatasets(core, await asReader(organisationId, userId), { organisationId, q, locale: "fr", limit: 30 })).items.map(
      ({ id }) => id,
    );
  expect((await found(reader)).sort()).toEqual([forMembers.id, open.id].sort());
  expect(await found(reader, "reseau eau")).toEqual([forMembers.id]);
  const readable = (userId: string) =>
    database.withTenant({ userId, communityId: null }, async (tx) => {
      const rows = await tx.dataset.findMany({ where: { communityId }, select: { id: true } });
      return rows.map(({ id }) => id).sort();
    });
  expect(await readable(reader)).toEqual([forMembers.id, open.id].sort());
  expect(await readable(elsewhere.reader)).toEqual([open.id]);
  // A person that the community suspended does not come back by an organisation.
  await addMember(database, communityId, reader, "member", "suspended");
  expect(await readable(reader)).toEqual([open.id]);
  const own = await inCommunity(communityId, boss);
  await endAsCommunity(core, own, { communityId, agreementId: await agreementId(communityId, organisationId), reason: "x" });
  expect(await found(reader)).toEqual([]);
});

test("managers of the organisation admit and suspend members up to the role that the community allows, never themselves", async () => {
  const { communityId, organisationId, manager, reader } = await joined({ ...GIVEN_NOTHING, membersUpTo: "contributor" });
  expect(await refusal(proveMember(core, person(reader), communityId, "members.admit", { writes: true }))).toBe("community-not-found");
  expect(await refusal(proveMember(core, person(manager), communityId, "members.manage", { writes: true }))).toBe("community-not-found");
  const actor = await proveMember(core, person(manager), communityId, "members.admit", { writes: true });
  expect(actor).toMatchObject({ role: "member", organisation: { id: organisationId, membersUpTo: "contributor" } });
  const { id } = await inviteMember(core, actor, { communityId, email: "neuf@example.org", role: "contributor" });
  const entry = await database.withSystem((tx) => tx.auditEntry.findFirst({ where: { resourceId: id, action: "member.invited" } }));
  expect(entry?.organisationId).toBe(organisationId);
  expect(await refusal(inviteMember(core, actor, { communityId, email: "fort@example.org", role: "moderator" }))).toBe(
    "organisation-role-too-strong",
  );
  const { email } = await database.withSystem((tx) => tx.user.findUniqueOrThrow({ where: { id: manager } }));
  expect(await refusal(inviteMember(core, actor, { communityId, email, role: "member" }))).toBe("organisation-not-oneself");

  const contributor = await createMember(database, communityId, "contributor");
  const moderator = await createMember(database, communityId, "moderator");
  const members = (await listMembers(core, actor, { communityId, limit: 30 })).items;
  expect(members.length).toBe(3);
  const idOf = (userId: string) => members.find((one) => one.userId === userId)?.id ?? "";
  expect((await setMemberStatus(core, actor, idOf(contributor.id), "suspended")).status).toBe("suspended");
  expect(await refusal(setMemberStatus(core, actor, idOf(contributor.id), "active"))).toBe("organisation-suspends-only");
  expect(await refusal(setMemberStatus(core, actor, idOf(moderator.id), "suspended"))).toBe("organisation-role-too-strong");

  const asking = await createUser(database);
  const ask = (userId: string) =>
    database.withSystem((tx) => tx.memberRequest.create({ data: { communityId, userId, wantedRole: "member", reason: "x" } }));
  const request = await ask(asking.id);
  expect(await refusal(acceptRequest(core, actor, { requestId: request.id, role: "manager", answer: "" }))).toBe(
    "organisation-role-too-strong",
  );
  await acceptRequest(core, actor, { requestId: request.id, role: "contributor", answer: "" });
  const accepted = await database.withSystem((tx) =>
    tx.auditEntry.findFirst({ where: { communityId, action: "member.request-accepted" } }),
  );
  expect(accepted?.organisationId).toBe(organisationId);
  const ownRequest = await ask(manager);
  expect(await refusal(acceptRequest(core, actor, { requestId: ownRequest.id, role: "member", answer: "" }))).toBe(
    "organisation-not-oneself",
  );
});

test("managers of the organisation give and revoke grants, also on data that they do not read", async () => {
  const { communityId, organisationId, manager } = await joined({ ...GIVEN_NOTHING, grants: true });
  const { id: datasetId } = await createDataset(database, communityId, { visibility: "private", title: "Réservé" });
  const actor = await proveMember(core, person(manager), communityId, "grants.give", { writes: true });
  expect(await listGrantable(core, actor)).toMatchObject([{ id: datasetId, grants: 0 }]);
  const given = { communityId, datasetId, layerId: null, until: null, purpose: "" };
  const subject = { kind: "organisation" as const, organisationId };
  const { id } = await giveGrant(core, actor, { ...given, subject });
  expect(await listGrants(core, actor, datasetId)).toMatchObject([{ id, subject: { kind: "organisation" }, state: "valid" }]);
  const entry = await database.withSystem((tx) => tx.auditEntry.findFirst({ where: { communityId, action: "grant.given" } }));
  expect(entry).toMatchObject({ actorId: manager, organisationId });
  await revokeGrant(core, actor, id);
  expect(await listGrants(core, actor, datasetId)).toMatchObject([{ state: "revoked" }]);
  // Outside such a call, nothing of it is seen.
  const seen = await database.withTenant({ userId: manager, communityId }, (tx) => tx.dataset.count({ where: { communityId } }));
  expect(seen).toBe(0);
  expect(await refusal(proveMember(core, person(manager), communityId, "grants.manage", { writes: false }))).toBe("community-not-found");
});

test("rules for a second factor and for institutions hold for people of the organisation", async () => {
  const { communityId, manager, reader } = await joined(GIVEN_ALL);
  const rule = (data: { secondFactorFrom?: string | null; identityFrom?: string | null }) =>
    database.withSystem((tx) => tx.community.update({ where: { id: communityId }, data }));
  const ask = (userId: string, permission: "members.admit" | "datasets.read") =>
    refusal(proveMember(core, person(userId), communityId, permission, { writes: false }));
  const delegated = (userId: string, organisation: string | null, right: string) =>
    database.sqlAs(
      { role: "tenant", userId, communityId, ...(organisation !== null && { organisation: { id: organisation } }) },
      async (sql) => (await sql.query<{ is: boolean }>(`SELECT $1::uuid = ANY (app.delegated($2)) AS is`, [communityId, right]))[0]?.is,
    );
  const organisationId = (await ownOrganisations(core, person(manager)))[0]?.id ?? "";
  expect([await delegated(manager, organisationId, "members"), await delegated(manager, null, "members")]).toEqual([true, false]);
  await rule({ secondFactorFrom: "moderator" });
  expect([await ask(manager, "members.admit"), await ask(reader, "datasets.read")]).toEqual(["second-factor-needed", "allowed"]);
  expect([await delegated(manager, organisationId, "members"), await delegated(reader, null, "reading")]).toEqual([false, true]);
  await rule({ secondFactorFrom: null, identityFrom: "manager" });
  expect([await ask(manager, "members.admit"), await ask(reader, "datasets.read")]).toEqual(["identity-needed", "allowed"]);
  await rule({ identityFrom: "member" });
  expect([await ask(manager, "members.admit"), await ask(reader, "datasets.read")]).toEqual(["identity-needed", "identity-needed"]);
  expect(await delegated(reader, null, "reading")).toBe(false);
});

test("figures are shown of the communities that give them, and readers see no open proposal", async () => {
  const { communityId, organisationId, reader, manager } = await joined({ ...GIVEN_NOTHING, figures: true });
  await createDataset(database, communityId, {});
  const closed = await createCommunity(database);
  await database.withSystem((tx) =>
    tx.organisationAgreement.create({ data: { organisationId, communityId: closed.id, proposedBy: "organisation" } }),
  );
  const page = await getOrganisation(core, await asReader(organisationId, reader));
  expect(page.agreements.map(({ community, figures }) => [community.id, figures?.datasets])).toEqual([[communityId, 1]]);
  expect((await getOrganisation(core, await asManager(organisationId, manager))).agreements.length).toBe(2);
  await database.withSystem((tx) => tx.community.update({ where: { id: communityId }, data: { status: "suspended" } }));
  expect((await getOrganisation(core, await asReader(organisationId, reader))).agreements[0]?.figures).toBeNull();
});

test("with an organisation go its grants and agreements, and its communities are notified", async () => {
  const { communityId, organisationId, boss, reader } = await joined(GIVEN_ALL);
  const { id: datasetId } = await createDataset(database, communityId, { visibility: "private" });
  const own = await proveMember(core, person(boss), communityId, "grants.give", { writes: true });
  const given = { communityId, datasetId, layerId: null, until: null, purpose: "" };
  await giveGrant(core, own, { ...given, subject: { kind: "organisation", organisationId } });
  const flaws = () =>
    database.sqlAs({ role: "tenant", userId: reader, communityId: null }, (sql) =>
      sql.query("SELECT flaw FROM app.judged_grants($1::uuid)", [datasetId]),
    );
  expect(await flaws()).toEqual([{ flaw: null }]);
  const operator = person((await createUser(database, { isOperator: true })).id);
  expect(await refusal(deleteOrganisation(core, operator, { organisationId, name: "autre" }))).toBe("organisation-name-differs");
  const { nameFr } = await database.withSystem((tx) => tx.organisation.findUniqueOrThrow({ where: { id: organisationId } }));
  const before = mails.length;
  await deleteOrganisation(core, operator, { organisationId, name: nameFr });
  expect(mails.length).toBe(before + 1);
  expect(await flaws()).toEqual([]);
  expect(await listOfCommunity(core, await inCommunity(communityId, boss))).toEqual([]);
});
