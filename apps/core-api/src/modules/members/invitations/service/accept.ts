import type { MyCommunity } from "@archipel/contracts/communities.ts";
import type { OwnInvitation } from "@archipel/contracts/member-invitations.ts";
import { type OfferedInvitation, role as roleSchema } from "@archipel/contracts/members.ts";
import type { Person } from "../../../../kernel/actor.ts";
import { portalOrigin } from "../../../../kernel/addresses.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { hashOfCode } from "../../../../kernel/invitation-codes.ts";
import { emit } from "../../../../kernel/outbox.ts";
import { enterGroup } from "../../../groups/service/join.ts";
import { unmetOf } from "../../../identity/providers/service/required.ts";
import { actingAs } from "../../../identity/second-factor/policy.ts";
import { needsSecondFactor } from "../../../identity/second-factor/service/prove-code.ts";
import { invitationsOf, openInvitation, setFirstTerritory, takeInvitation } from "../queries.ts";

/** The content of an invitation, for anyone who has its code; null when it was used, revoked, or has expired. */
export async function readInvitation(core: Core, code: string): Promise<OfferedInvitation | null> {
  // In the system scope: a person who is not yet a member cannot read anything of the community.
  const row = await core.database.withSystem((tx) => openInvitation(tx, hashOfCode(code)));
  if (!row) return null;
  const { community, email, role, groupName, hasTerritory, words, expiresAt } = row;
  const portals = community.portals.flatMap(({ name, hosts }) =>
    hosts.map(({ host }) => ({ name, address: portalOrigin(core.env, host) })),
  );
  const { name: communityName, description } = community;
  return { communityName, description, email, role: roleSchema.parse(role), groupName, hasTerritory, words, expiresAt, portals };
}

/** The open invitations of the caller's address: the mail may be lost. Nothing for an address that its owner never proved. */
export async function ownInvitations(core: Core, { userId }: Person): Promise<OwnInvitation[]> {
  const rows = await core.database.withSystem(async (tx) => {
    const { email, emailVerifiedAt } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    return emailVerifiedAt === null ? [] : invitationsOf(tx, email);
  });
  return rows.map(({ id, communityName, role, groupName, hasTerritory, words, expiresAt }) => ({
    ...{ id, communityName, role: roleSchema.parse(role), groupName, hasTerritory, words, expiresAt },
  }));
}

/**
 * Makes a person a member by an invitation, by its link or from the list of the person's own: it works once, until it expires, and only for
 * the invited address. A person who is already a member keeps their role and territory.
 */
export function acceptInvitation(core: Core, actor: Person, by: { code: string } | { invitationId: string }): Promise<MyCommunity> {
  const which = "code" in by ? { codeHash: hashOfCode(by.code) } : { id: by.invitationId };
  // In the system scope: a person who is not yet a member cannot read anything of the community.
  return core.database.withSystem(async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: actor.userId } });
    // The link was mailed to the address; without it, the address must be proved.
    const isProved = "code" in by || user.emailVerifiedAt !== null;
    const taken = isProved ? await takeInvitation(tx, which, user.email) : undefined;
    if (!taken) {
      const isForAnother = "codeHash" in which && (await tx.invitation.count({ where: { ...which, email: { not: user.email } } })) > 0;
      throw isForAnother
        ? new DomainError("forbidden", "invitation-other-address", { email: user.email })
        : new DomainError("not-found", "invitation-invalid");
    }
    const { communityId, groupId, territory } = taken;
    // The gate cannot know the community: the invitation names it.
    const { frozenAt, name, frozenReason } = await tx.community.findUniqueOrThrow({ where: { id: communityId } });
    if (frozenAt) throw new DomainError("forbidden", "community-frozen", { name, reason: frozenReason || "–" });
    const key = { communityId_userId: { communityId, userId: actor.userId } };
    const isNew = (await tx.membership.findUnique({ where: key, select: { id: true } })) === null;
    const membership = await tx.membership.upsert({
      where: key,
      create: { communityId, userId: actor.userId, role: taken.role },
      update: {},
      include: { community: { select: { slug: true, name: true, secondFactorFrom: true } } },
    });
    if (isNew && territory !== null) await setFirstTerritory(tx, membership.id, territory);
    if (groupId !== null) await enterGroup(tx, { groupId, communityId, userId: actor.userId });
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
