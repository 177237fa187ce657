import type { MyCommunity } from "@archipel/contracts/communities.ts";
import {
  type Invitation,
  type inviteMemberInput,
  type listMembersInput,
  type Member,
  type MemberStatus,
  memberStatus,
  type OfferedInvitation,
  type Role,
  role as roleSchema,
} from "@archipel/contracts/members.ts";
import type { Page } from "@archipel/contracts/page.ts";
import { type Locale, locale as localeSchema } from "@archipel/contracts/text.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { z } from "zod";
import type { MemberActor, Person } from "../../kernel/actor.ts";
import { portalOrigin } from "../../kernel/addresses.ts";
import { audit } from "../../kernel/audit.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { emit } from "../../kernel/outbox.ts";
import { offsetOf, pageFrom } from "../../kernel/page.ts";
import { unmetOf } from "../identity/providers/service/required.ts";
import { actingAs } from "../identity/second-factor/policy.ts";
import { needsSecondFactor } from "../identity/second-factor/service/prove-code.ts";
import { sendInvitation } from "../notifications/service/send-invitation.ts";
import { assertManagerLeft, assertNotOneself, assertWithin, hashOfCode, newInvitationCode } from "./policy.ts";
import {
  activeManagers,
  boundToTerritory,
  countOtherManagers,
  invitationRows,
  isMemberAddress,
  memberRows,
  membershipRow,
  openInvitation,
  takeInvitation,
} from "./queries.ts";

interface MembershipRow {
  id: string;
  userId: string;
  role: string;
  status: string;
  createdAt: Date;
  user: { name: string; email: string };
}

function memberOf({ id, userId, role, status, createdAt, user }: MembershipRow, bound: ReadonlySet<string>): Member {
  return {
    id,
    userId,
    name: user.name,
    email: user.email,
    role: roleSchema.parse(role),
    status: memberStatus.parse(status),
    hasTerritory: bound.has(id),
    createdAt,
  };
}

export function listMembers(core: Core, actor: MemberActor, input: z.infer<typeof listMembersInput>): Promise<Page<Member>> {
  const offset = offsetOf(input.cursor);
  return core.database.withTenant(actor, async (tx) => {
    const filter = { q: input.q?.trim() ?? "", role: input.role ?? null };
    const { rows, total } = await memberRows(tx, actor.communityId, filter, { limit: input.limit, offset });
    const bound = await boundToTerritory(
      tx,
      actor.communityId,
      rows.map(({ id }) => id),
    );
    return pageFrom(
      rows.map((row) => memberOf(row, bound)),
      total,
      offset,
    );
  });
}

export function listInvitations(core: Core, actor: MemberActor): Promise<Invitation[]> {
  return core.database.withTenant(actor, async (tx) => (await invitationRows(tx, actor.communityId)).map(invitationOf));
}

function invitationOf(row: { id: string; email: string; role: string; expiresAt: Date; createdAt: Date }): Invitation {
  return { id: row.id, email: row.email, role: roleSchema.parse(row.role), expiresAt: row.expiresAt, createdAt: row.createdAt };
}

/** Invites an address by mail. A second invitation sends a new link and invalidates the old one. */
export async function inviteMember(core: Core, actor: MemberActor, input: z.infer<typeof inviteMemberInput>): Promise<Invitation> {
  const { email, role } = input;
  assertWithin(actor, role);
  const { code, codeHash, expiresAt } = newInvitationCode();
  const { communityId, userId } = actor;
  const { invitation, ...words } = await core.database.withTenant(actor, async (tx) => {
    if (await isMemberAddress(tx, communityId, email)) throw new DomainError("conflict", "already-member", { email }, "email");
    await assertOthers(tx, actor, email);
    const values = { role, codeHash, expiresAt, invitedById: userId };
    const invitation = await tx.invitation.upsert({
      where: { communityId_email: { communityId, email } },
      create: { communityId, email, ...values },
      update: { ...values, createdAt: new Date() },
    });
    await recordChange(tx, actor, "member.invited", invitation.id, { email, role });
    const community = await tx.community.findUniqueOrThrow({ where: { id: communityId }, select: { name: true } });
    return { invitation, communityName: community.name, ...(await languageOf(tx, actor)) };
  });
  await sendInvitation(core, { ...words, to: email, role, link: invitationLink(core, code), expiresAt });
  return invitationOf(invitation);
}

/**
 * The invitation of the first manager, in the transaction that creates the community. Returns the function that sends the mail after the
 * commit. The row is not read back, because an operator cannot see invitations of communities.
 */
export async function inviteFirstManager(
  core: Core,
  tx: Tx,
  operator: Person,
  community: { id: string; name: string },
  email: string,
): Promise<() => Promise<void>> {
  const { code, codeHash, expiresAt } = newInvitationCode();
  const role = "manager";
  await tx.invitation.createMany({
    data: [{ communityId: community.id, email, role, codeHash, expiresAt, invitedById: operator.userId }],
  });
  const words = { communityName: community.name, ...(await languageOf(tx, operator)) };
  return () => sendInvitation(core, { ...words, to: email, role, link: invitationLink(core, code), expiresAt });
}

/**
 * Sends the invitation of a first manager again, with a new link and term. Only while nobody manages the community: afterwards its managers
 * invite.
 */
export async function resendFirstInvitation(core: Core, operator: Person, invitationId: string): Promise<void> {
  const { code, codeHash, expiresAt } = newInvitationCode();
  const { row, ...words } = await core.database.withSystem(async (tx) => {
    const row = await tx.invitation.findUnique({ where: { id: invitationId }, include: { community: { select: { name: true } } } });
    if (row?.role !== "manager") throw new DomainError("not-found", "invitation-not-found");
    if ((await activeManagers(tx, row.communityId)) > 0) throw new DomainError("conflict", "community-managed");
    await tx.invitation.update({ where: { id: row.id }, data: { codeHash, expiresAt, invitedById: operator.userId } });
    const change = { communityId: row.communityId, actorId: operator.userId, resourceType: "member", resourceId: row.id };
    await audit(tx, { ...change, action: "member.invited", summary: { email: row.email, role: row.role } });
    return { row, communityName: row.community.name, ...(await languageOf(tx, operator)) };
  });
  await sendInvitation(core, { ...words, to: row.email, role: "manager", link: invitationLink(core, code), expiresAt });
}

/** By an organisation: never the own address, nor one that the community invited to a stronger role. */
async function assertOthers(tx: Tx, actor: MemberActor, email: string): Promise<void> {
  if (!actor.organisation) return;
  const own = await tx.user.findUniqueOrThrow({ where: { id: actor.userId }, select: { email: true } });
  if (own.email === email) assertNotOneself(actor, actor.userId);
  const before = await tx.invitation.findUnique({ where: { communityId_email: { communityId: actor.communityId, email } } });
  if (before) assertWithin(actor, roleSchema.parse(before.role));
}

export function revokeInvitation(core: Core, actor: MemberActor, invitationId: string): Promise<void> {
  return core.database.withTenant(actor, async (tx) => {
    const row = await tx.invitation.findFirst({ where: { id: invitationId, communityId: actor.communityId } });
    if (!row) throw new DomainError("not-found", "invitation-not-found");
    assertWithin(actor, roleSchema.parse(row.role));
    await tx.invitation.delete({ where: { id: row.id, communityId: actor.communityId } });
    await recordChange(tx, actor, "member.invitation-revoked", row.id, { email: row.email });
  });
}

export function changeRole(core: Core, actor: MemberActor, membershipId: string, role: Role): Promise<Member> {
  return core.database.withTenant(actor, async (tx) => {
    const before = await findMember(tx, actor, membershipId);
    if (before.role === role) return before;
    if (before.role === "manager") assertManagerLeft(await countOtherManagers(tx, actor.communityId, membershipId));
    await tx.membership.update({ where: { id: membershipId, communityId: actor.communityId }, data: { role } });
    await recordChange(tx, actor, "member.role-changed", membershipId, { name: before.name, from: before.role, to: role });
    return { ...before, role };
  });
}

export function setMemberStatus(core: Core, actor: MemberActor, membershipId: string, status: MemberStatus): Promise<Member> {
  return core.database.withTenant(actor, async (tx) => {
    const before = await findMember(tx, actor, membershipId);
    if (before.status === status) return before;
    assertWithin(actor, before.role);
    assertNotOneself(actor, before.userId);
    // The community may have suspended the person itself.
    if (actor.organisation && status !== "suspended") throw new DomainError("forbidden", "organisation-suspends-only");
    if (before.role === "manager" && status === "suspended") {
      assertManagerLeft(await countOtherManagers(tx, actor.communityId, membershipId));
    }
    await tx.membership.update({ where: { id: membershipId, communityId: actor.communityId }, data: { status } });
    await recordChange(tx, actor, status === "suspended" ? "member.suspended" : "member.reinstated", membershipId, { name: before.name });
    return { ...before, status };
  });
}

export function removeMember(core: Core, actor: MemberActor, membershipId: string): Promise<void> {
  return core.database.withTenant(actor, async (tx) => {
    const before = await findMember(tx, actor, membershipId);
    if (before.role === "manager" && before.status === "active") {
      assertManagerLeft(await countOtherManagers(tx, actor.communityId, membershipId));
    }
    // Recorded before the deletion: a manager who leaves may no longer write here afterwards.
    await recordChange(tx, actor, "member.removed", membershipId, { name: before.name, role: before.role });
    await tx.membership.delete({ where: { id: membershipId, communityId: actor.communityId } });
  });
}

async function findMember(tx: Tx, actor: MemberActor, membershipId: string): Promise<Member> {
  const row = await membershipRow(tx, actor.communityId, membershipId);
  if (!row) throw new DomainError("not-found", "member-not-found");
  return memberOf(row, await boundToTerritory(tx, actor.communityId, [row.id]));
}

/** The content of an invitation, for anyone who has its code; null when it was used, revoked, or has expired. */
export async function readInvitation(core: Core, code: string): Promise<OfferedInvitation | null> {
  // In the system scope: a person who is not yet a member cannot read anything of the community.
  const row = await core.database.withSystem((tx) => openInvitation(tx, hashOfCode(code)));
  if (!row) return null;
  const { community, email, role, expiresAt } = row;
  const portals = community.portals.flatMap(({ name, hosts }) =>
    hosts.map(({ host }) => ({ name, address: portalOrigin(core.env, host) })),
  );
  const { name: communityName, description } = community;
  return { communityName, description, email, role: roleSchema.parse(role), expiresAt, portals };
}

/**
 * Makes a person a member by an invitation link: it works once, until it expires, and only for the invited address. A person who is already
 * a member keeps their role.
 */
export function acceptInvitation(core: Core, actor: Person, code: string): Promise<MyCommunity> {
  const codeHash = hashOfCode(code);
  // In the system scope: a person who is not yet a member cannot read anything of the community.
  return core.database.withSystem(async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: actor.userId }, select: { email: true, name: true } });
    const taken = await takeInvitation(tx, codeHash, user.email);
    if (!taken) {
      const isForAnother = await tx.invitation.count({ where: { codeHash, email: { not: user.email } } });
      throw isForAnother
        ? new DomainError("forbidden", "invitation-other-address", { email: user.email })
        : new DomainError("not-found", "invitation-invalid");
    }
    const { communityId } = taken;
    // The gate cannot know the community: the invitation names it.
    const { frozenAt, name, frozenReason } = await tx.community.findUniqueOrThrow({ where: { id: communityId } });
    if (frozenAt) throw new DomainError("forbidden", "community-frozen", { name, reason: frozenReason || "–" });
    const membership = await tx.membership.upsert({
      where: { communityId_userId: { communityId, userId: actor.userId } },
      create: { communityId, userId: actor.userId, role: taken.role },
      update: {},
      include: { community: { select: { slug: true, name: true, secondFactorFrom: true } } },
    });
    const change = { communityId, actorId: actor.userId, resourceType: "member", resourceId: membership.id };
    await audit(tx, { ...change, action: "member.joined", summary: { name: user.name, role: membership.role } });
    await emit(tx, "member.joined", communityId, { membershipId: membership.id });
    const { secondFactorFrom, ...community } = membership.community;
    const held = roleSchema.parse(membership.role);
    const hasFactor = await needsSecondFactor(tx, actor.userId);
    const unmet = (await unmetOf(tx, actor.userId)).get(communityId);
    return { id: communityId, ...community, ...actingAs(held, { secondFactorFrom, hasFactor, unmet }) };
  });
}

/** The language of the inviting person. The mail is in this language, because that of the invited person is unknown. */
async function languageOf(tx: Tx, actor: Person): Promise<{ locale: Locale }> {
  const user = await tx.user.findUniqueOrThrow({ where: { id: actor.userId }, select: { locale: true } });
  return { locale: localeSchema.catch("fr").parse(user.locale) };
}

/** The page of the console that accepts an invitation. */
function invitationLink(core: Core, code: string): string {
  return `${core.env.ARCHIPEL_ADMIN_URL}/invitations/${encodeURIComponent(code)}`;
}

/** Records a change of a membership or an invitation: audit entry and event. */
async function recordChange(tx: Tx, actor: MemberActor, action: string, id: string, summary: Record<string, string>): Promise<void> {
  const { communityId, userId: actorId } = actor;
  await audit(tx, { communityId, actorId, action, resourceType: "member", resourceId: id, summary });
  await emit(tx, action, communityId, { id });
}
