import { type JoinedGroup, MAX_GROUP_PEOPLE, type OfferedGroup, type OwnGroup } from "@archipel/contracts/groups.ts";
import { locale as localeSchema } from "@archipel/contracts/text.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { MemberActor, Person } from "../../../kernel/actor.ts";
import { portalOrigin } from "../../../kernel/addresses.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { hashOfCode, newInvitationCode } from "../../../kernel/invitation-codes.ts";
import { sendGroupInvitation } from "../../notifications/service/send-invitation.ts";
import { firstPortals, groupsOf, isInGroup, openInvitation, takeInvitation } from "../queries.ts";
import { groupOf, record } from "./manage.ts";

/**
 * Invites an address to a group by mail. A second invitation sends a new link and invalidates the old one.
 *
 * @throws DomainError when the group is full, or the person is in it
 */
export async function inviteToGroup(core: Core, actor: MemberActor, { groupId, email }: { groupId: string; email: string }) {
  const { communityId, userId } = actor;
  const { code, codeHash, expiresAt } = newInvitationCode();
  // In a transaction of its own: managers do not see the accounts of people who are not members.
  const isMember = await core.database.withSystem((tx) => isInGroup(tx, groupId, email));
  const words = await core.database.withTenant(actor, async (tx) => {
    const { name: groupName } = await groupOf(tx, actor, groupId);
    if (isMember) throw new DomainError("conflict", "already-in-group", { email }, "email");
    await assertNotFull(tx, groupId, email);
    const values = { codeHash, expiresAt, invitedById: userId };
    await tx.groupInvitation.upsert({
      where: { groupId_email: { groupId, email } },
      create: { communityId, groupId, email, ...values },
      update: { ...values, createdAt: new Date() },
    });
    await record(tx, actor, "group.invited", groupId, { name: groupName });
    const community = await tx.community.findUniqueOrThrow({ where: { id: communityId }, select: { name: true } });
    const inviter = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { locale: true } });
    // The language of the inviting person: that of the invited one is unknown.
    return { groupName, communityName: community.name, locale: localeSchema.catch("fr").parse(inviter.locale) };
  });
  const link = `${core.env.ARCHIPEL_ADMIN_URL}/invitations/groups/${encodeURIComponent(code)}`;
  await sendGroupInvitation(core, { ...words, to: email, link, expiresAt });
}

/** The content of an invitation, for anyone who has its code; null when it was used, withdrawn, or has expired. */
export async function readInvitation(core: Core, code: string): Promise<OfferedGroup | null> {
  // In the system scope: an invited person cannot read anything of the community.
  return (await core.database.withSystem((tx) => openInvitation(tx, hashOfCode(code)))) ?? null;
}

/** Takes a person into a group by an invitation link: it works once, until it expires, and only for the invited address. */
export function joinGroup(core: Core, actor: Person, code: string): Promise<JoinedGroup> {
  const codeHash = hashOfCode(code);
  // In the system scope: an invited person cannot read anything of the community.
  return core.database.withSystem(async (tx) => {
    const { email } = await tx.user.findUniqueOrThrow({ where: { id: actor.userId }, select: { email: true } });
    const taken = await takeInvitation(tx, codeHash, email);
    if (!taken) {
      const isForAnother = await tx.groupInvitation.count({ where: { codeHash, email: { not: email } } });
      throw isForAnother
        ? new DomainError("forbidden", "invitation-other-address", { email })
        : new DomainError("not-found", "invitation-invalid");
    }
    const { groupId, communityId } = taken;
    // The gate cannot know the community: the invitation names it.
    const { frozenAt, name, frozenReason } = await tx.community.findUniqueOrThrow({ where: { id: communityId } });
    if (frozenAt) throw new DomainError("forbidden", "community-frozen", { name, reason: frozenReason || "–" });
    const group = await enterGroup(tx, { groupId, communityId, userId: actor.userId });
    const portals = (await firstPortals(tx, communityId)).flatMap(({ name, hosts }) =>
      hosts.map(({ host }) => ({ name, address: portalOrigin(core.env, host) })),
    );
    return { ...group, portals };
  });
}

/** Takes a person into a group. In the system scope, after what entitles them to it was proven. */
export async function enterGroup(tx: Tx, { groupId, communityId, userId }: { groupId: string; communityId: string; userId: string }) {
  const group = await tx.group.findUniqueOrThrow({ where: { id: groupId }, select: { id: true, name: true } });
  await tx.groupMember.upsert({
    where: { groupId_userId: { groupId, userId } },
    create: { communityId, groupId, userId },
    update: {},
  });
  await record(tx, { communityId, userId }, "group.joined", groupId, { name: group.name });
  return group;
}

/** A group of the community that an invitation to the community may lead to. @throws DomainError for another's group, or a full one */
export async function groupToJoin(tx: Tx, actor: MemberActor, groupId: string): Promise<{ name: string }> {
  const { name } = await groupOf(tx, actor, groupId);
  await assertNotFull(tx, groupId);
  return { name };
}

/** @param besides an address whose invitation is replaced */
async function assertNotFull(tx: Tx, groupId: string, besides = ""): Promise<void> {
  const others = { groupId, expiresAt: { gt: new Date() }, email: { not: besides } };
  const people =
    (await tx.groupMember.count({ where: { groupId } })) +
    (await tx.groupInvitation.count({ where: others })) +
    (await tx.invitation.count({ where: others }));
  if (people >= MAX_GROUP_PEOPLE) throw new DomainError("conflict", "group-full", { most: MAX_GROUP_PEOPLE });
}

/** The groups of the caller, in all communities. */
export function ownGroups(core: Core, { userId }: Person): Promise<OwnGroup[]> {
  return core.database.withSystem((tx) => groupsOf(tx, userId));
}

/** What the caller had by the group alone ends at once. @throws DomainError when the caller is not in it */
export function leaveGroup(core: Core, { userId }: Person, groupId: string): Promise<void> {
  return core.database.withSystem(async (tx) => {
    const { count } = await tx.groupMember.deleteMany({ where: { groupId, userId } });
    const group = count === 0 ? null : await tx.group.findUnique({ where: { id: groupId }, select: { name: true, communityId: true } });
    if (!group) throw new DomainError("not-found", "group-not-found");
    await record(tx, { communityId: group.communityId, userId }, "group.left", groupId, { name: group.name });
  });
}
