import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import { type changeGroupInput, type Group, type GroupPeople, MAX_GROUPS, type makeGroupInput } from "@archipel/contracts/groups.ts";
import type { Tx } from "@archipel/database/database.ts";
import { isUniqueViolation } from "@archipel/database/unique-violation.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import { eraseAtFrom } from "../../../kernel/bin.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emit } from "../../../kernel/outbox.ts";
import { countGroups, groupRows, lockedGroup, membersOf, openInvitations, peopleById } from "../queries.ts";

export function listGroups(core: Core, actor: MemberActor): Promise<Group[]> {
  return core.database.withTenant(actor, (tx) => groupRows(tx, actor.communityId));
}

/** @throws DomainError when the community has the most groups, or one of this name */
export async function makeGroup(core: Core, actor: MemberActor, { name, description }: z.infer<typeof makeGroupInput>) {
  const { communityId } = actor;
  return named(name, () =>
    core.database.withTenant(actor, async (tx) => {
      if ((await countGroups(tx, communityId)) >= MAX_GROUPS) throw new DomainError("conflict", "groups-too-many", { most: MAX_GROUPS });
      const { id } = await tx.group.create({ data: { communityId, name, description } });
      await record(tx, actor, "group.made", id, { name });
      return { id };
    }),
  );
}

export async function changeGroup(core: Core, actor: MemberActor, input: z.infer<typeof changeGroupInput>): Promise<void> {
  const { groupId, name, description } = input;
  await named(name, () =>
    core.database.withTenant(actor, async (tx) => {
      const before = await groupOf(tx, actor, groupId);
      await tx.group.update({ where: { id: groupId, communityId: actor.communityId }, data: { name, description } });
      await record(tx, actor, "group.changed", groupId, { name, ...(before.name !== name && { before: before.name }) });
    }),
  );
}

async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error)) throw new DomainError("conflict", "group-name-taken", { name }, "name");
    throw error;
  }
}

/** Takes everyone out of a group, and withdraws its invitations. Its grants stay, and give nothing to nobody. */
export function emptyGroup(core: Core, actor: MemberActor, groupId: string): Promise<void> {
  return core.database.withTenant(actor, async (tx) => {
    const { name } = await groupOf(tx, actor, groupId);
    await tx.groupInvitation.deleteMany({ where: { groupId } });
    const { count } = await tx.groupMember.deleteMany({ where: { groupId } });
    await record(tx, actor, "group.emptied", groupId, { name, people: count });
  });
}

/** Moves a group to the bin. As long as it is there, its people have none of its rights. */
export function deleteGroup(core: Core, actor: MemberActor, groupId: string): Promise<void> {
  return core.database.withTenant(actor, async (tx) => {
    const { name } = await groupOf(tx, actor, groupId);
    await tx.group.update({ where: { id: groupId, communityId: actor.communityId }, data: { eraseAt: eraseAtFrom() } });
    await record(tx, actor, "group.deleted", groupId, { name });
  });
}

/** The people of a group. Their names are read by the platform: managers do not see the accounts of strangers. */
export async function listPeople(core: Core, actor: MemberActor, groupId: string): Promise<GroupPeople> {
  const { members, invitations } = await core.database.withTenant(actor, async (tx) => {
    await groupOf(tx, actor, groupId);
    return { members: await membersOf(tx, groupId), invitations: await openInvitations(tx, groupId) };
  });
  const ids = members.map(({ userId }) => userId);
  const people = await core.database.withSystem((tx) => peopleById(tx, ids));
  return {
    members: members.flatMap(({ userId, createdAt }) => {
      const person = people.get(userId);
      return person ? [{ userId, name: person.name, email: person.email, since: createdAt }] : [];
    }),
    invitations,
  };
}

export function removeFromGroup(core: Core, actor: MemberActor, { groupId, userId }: { groupId: string; userId: string }): Promise<void> {
  return core.database.withTenant(actor, async (tx) => {
    const { name } = await groupOf(tx, actor, groupId);
    const { count } = await tx.groupMember.deleteMany({ where: { groupId, userId } });
    if (count === 0) throw new DomainError("not-found", "group-member-not-found");
    await record(tx, actor, "group.member-removed", groupId, { name, userId });
  });
}

export function revokeInvitation(
  core: Core,
  actor: MemberActor,
  { groupId, invitationId }: { groupId: string; invitationId: string },
): Promise<void> {
  return core.database.withTenant(actor, async (tx) => {
    const { name } = await groupOf(tx, actor, groupId);
    const { count } = await tx.groupInvitation.deleteMany({ where: { id: invitationId, groupId } });
    if (count === 0) throw new DomainError("not-found", "invitation-not-found");
    await record(tx, actor, "group.invitation-revoked", groupId, { name });
  });
}

/** A group of the caller's community, locked. @throws DomainError for every other */
export async function groupOf(tx: Tx, { communityId }: MemberActor, groupId: string) {
  const row = await lockedGroup(tx, communityId, groupId);
  if (!row) throw new DomainError("not-found", "group-not-found");
  return row;
}

/** Audit entry and event of a change. The journal names groups, and people by their ids alone: an erased person leaves no name. */
export async function record(
  tx: Tx,
  { communityId, userId }: { communityId: string; userId: string },
  action: AuditAction,
  groupId: string,
  summary: Record<string, string | number>,
): Promise<void> {
  await audit(tx, { communityId, actorId: userId, action, resourceType: "group", resourceId: groupId, summary });
  await emit(tx, action, communityId, { groupId });
}
