import { type Invitation, role as roleSchema } from "@archipel/contracts/members.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { assertNotOneself, assertWithin } from "../../policy.ts";
import { recordChange } from "../../service.ts";
import { type InvitationRow, invitationRows } from "../queries.ts";

/** The invitations of a community that nobody accepted yet, expired ones too. */
export function listInvitations(core: Core, actor: MemberActor): Promise<Invitation[]> {
  return core.database.withTenant(actor, async (tx) => (await invitationRows(tx, actor.communityId)).map(invitationOf));
}

export function invitationOf({ id, email, role, groupName, hasTerritory, words, expiresAt, createdAt }: InvitationRow): Invitation {
  return { id, email, role: roleSchema.parse(role), groupName, hasTerritory, words, expiresAt, createdAt };
}

/** By an organisation: never the own address, nor one that the community invited to a stronger role. */
export async function assertOthers(tx: Tx, actor: MemberActor, email: string): Promise<void> {
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
