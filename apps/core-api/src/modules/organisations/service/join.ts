import type { OfferedOrganisation, OwnOrganisation } from "@archipel/contracts/organisations.ts";
import type { Person } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { hashOfCode } from "../../../kernel/invitation-codes.ts";
import { roleOf } from "../policy.ts";
import { openInvitation, organisationsOf, takeInvitation } from "../queries/people.ts";
import { record } from "./record.ts";

/** The content of an invitation, for anyone who has its code; null when it was used, withdrawn, or has expired. */
export async function readInvitation(core: Core, code: string): Promise<OfferedOrganisation | null> {
  const row = await core.database.withSystem((tx) => openInvitation(tx, hashOfCode(code)));
  if (!row) return null;
  const { nameFr, nameEn, description, email, role, expiresAt } = row;
  return { nameFr, nameEn, description, email, role: roleOf(role), expiresAt };
}

/**
 * Takes a person into an organisation by an invitation link: it works once, until it expires, and only for the invited address. A person who is in
 * it already keeps their role.
 */
export function joinOrganisation(core: Core, actor: Person, code: string): Promise<{ id: string; nameFr: string; nameEn: string }> {
  const codeHash = hashOfCode(code);
  const { userId } = actor;
  return core.database.withSystem(async (tx) => {
    const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
    const taken = await takeInvitation(tx, codeHash, email);
    if (!taken) {
      const isForAnother = await tx.organisationInvitation.count({ where: { codeHash, email: { not: email } } });
      throw isForAnother
        ? new DomainError("forbidden", "invitation-other-address", { email })
        : new DomainError("not-found", "invitation-invalid");
    }
    const { organisationId, role } = taken;
    const organisation = await tx.organisation.findUniqueOrThrow({
      where: { id: organisationId },
      select: { id: true, nameFr: true, nameEn: true },
    });
    await tx.organisationMember.upsert({
      where: { organisationId_userId: { organisationId, userId } },
      create: { organisationId, userId, role },
      update: {},
    });
    await record(tx, { organisationId, actorId: userId, action: "organisation.joined", summary: { name: organisation.nameFr, role } });
    return organisation;
  });
}

/** The organisations of the caller. */
export async function ownOrganisations(core: Core, { userId }: Person): Promise<OwnOrganisation[]> {
  const rows = await core.database.withSystem((tx) => organisationsOf(tx, userId));
  return rows.map((row) => ({ ...row, role: roleOf(row.role) }));
}

/** What the caller had by the organisation ends at once. The last manager may leave: an operator then invites another. */
export function leaveOrganisation(core: Core, { userId }: Person, organisationId: string): Promise<void> {
  return core.database.withSystem(async (tx) => {
    const { count } = await tx.organisationMember.deleteMany({ where: { organisationId, userId } });
    const organisation = count === 0 ? null : await tx.organisation.findUnique({ where: { id: organisationId }, select: { nameFr: true } });
    if (!organisation) throw new DomainError("not-found", "organisation-not-found");
    await record(tx, { organisationId, actorId: userId, action: "organisation.left", summary: { name: organisation.nameFr } });
  });
}
