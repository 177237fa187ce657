import {
  type inviteToOrganisationInput,
  MAX_ORGANISATION_PEOPLE,
  type OrganisationPeople,
  type OrganisationRole,
  type setOrganisationRoleInput,
} from "@archipel/contracts/organisations.ts";
import { locale as localeSchema } from "@archipel/contracts/text.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { z } from "zod";
import type { OrganisationActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { newInvitationCode } from "../../../kernel/invitation-codes.ts";
import { sendOrganisationInvitation } from "../../notifications/service/send-invitation.ts";
import { roleOf } from "../policy.ts";
import { countPeople, isInOrganisation, lockedOrganisation, type OrganisationRow, otherManagers, peopleOf } from "../queries/people.ts";
import { record } from "./record.ts";

// All in the system scope: the gate proved the role, and the people of an organisation have no community in common.

interface Invited {
  organisation: OrganisationRow;
  actorId: string;
  email: string;
  role: OrganisationRole;
}

/**
 * Writes an invitation and returns the function that sends the mail after the commit. A second invitation of an address sends a new link and
 * invalidates the old one.
 *
 * @throws DomainError when the organisation is full, or the person is in it
 */
export async function invite(core: Core, tx: Tx, { organisation, actorId, email, role }: Invited): Promise<() => Promise<void>> {
  const { id: organisationId, nameFr, nameEn } = organisation;
  if (await isInOrganisation(tx, organisationId, email)) throw new DomainError("conflict", "already-in-organisation", { email }, "email");
  if ((await countPeople(tx, organisationId, email)) >= MAX_ORGANISATION_PEOPLE)
    throw new DomainError("conflict", "organisation-full", { most: MAX_ORGANISATION_PEOPLE });
  const { code, codeHash, expiresAt } = newInvitationCode();
  const values = { role, codeHash, expiresAt, invitedById: actorId };
  await tx.organisationInvitation.upsert({
    where: { organisationId_email: { organisationId, email } },
    create: { organisationId, email, ...values },
    update: { ...values, createdAt: new Date() },
  });
  await record(tx, { organisationId, actorId, action: "organisation.invited", summary: { name: nameFr, role } });
  const inviter = await tx.user.findUniqueOrThrow({ where: { id: actorId }, select: { locale: true } });
  // The language of the inviting person: that of the invited one is unknown.
  const locale = localeSchema.catch("fr").parse(inviter.locale);
  const link = `${core.env.ARCHIPEL_ADMIN_URL}/invitations/organisations/${encodeURIComponent(code)}`;
  const words = { organisationName: locale === "fr" ? nameFr : nameEn, role, locale };
  return () => sendOrganisationInvitation(core, { ...words, to: email, link, expiresAt });
}

export async function listPeople(core: Core, { organisationId }: OrganisationActor): Promise<OrganisationPeople> {
  const { members, invitations } = await core.database.withSystem((tx) => peopleOf(tx, organisationId));
  return {
    members: members.map((one) => ({ ...one, role: roleOf(one.role) })),
    invitations: invitations.map((one) => ({ ...one, role: roleOf(one.role) })),
  };
}

export async function inviteToOrganisation(core: Core, actor: OrganisationActor, input: z.infer<typeof inviteToOrganisationInput>) {
  const { organisationId, email, role } = input;
  const send = await core.database.withSystem(async (tx) => {
    const organisation = await ownOrganisation(tx, organisationId);
    return invite(core, tx, { organisation, actorId: actor.userId, email, role });
  });
  await send();
}

export function revokeInvitation(core: Core, { organisationId, userId }: OrganisationActor, invitationId: string): Promise<void> {
  return core.database.withSystem(async (tx) => {
    const { nameFr: name } = await ownOrganisation(tx, organisationId);
    const { count } = await tx.organisationInvitation.deleteMany({ where: { id: invitationId, organisationId } });
    if (count === 0) throw new DomainError("not-found", "invitation-not-found");
    await record(tx, { organisationId, actorId: userId, action: "organisation.invitation-revoked", summary: { name } });
  });
}

/** @throws DomainError when nobody would manage the organisation */
export function setRole(
  core: Core,
  { organisationId, userId: actorId }: OrganisationActor,
  input: z.infer<typeof setOrganisationRoleInput>,
) {
  const { userId, role } = input;
  return core.database.withSystem(async (tx) => {
    const { nameFr: name } = await ownOrganisation(tx, organisationId);
    if (role !== "manager") await assertManaged(tx, organisationId, userId);
    const { count } = await tx.organisationMember.updateMany({ where: { organisationId, userId }, data: { role } });
    if (count === 0) throw new DomainError("not-found", "organisation-member-not-found");
    await record(tx, { organisationId, actorId, action: "organisation.role-changed", summary: { name, userId, role } });
  });
}

/** @throws DomainError when nobody would manage the organisation */
export function removePerson(core: Core, { organisationId, userId: actorId }: OrganisationActor, userId: string): Promise<void> {
  return core.database.withSystem(async (tx) => {
    const { nameFr: name } = await ownOrganisation(tx, organisationId);
    await assertManaged(tx, organisationId, userId);
    const { count } = await tx.organisationMember.deleteMany({ where: { organisationId, userId } });
    if (count === 0) throw new DomainError("not-found", "organisation-member-not-found");
    await record(tx, { organisationId, actorId, action: "organisation.member-removed", summary: { name, userId } });
  });
}

async function assertManaged(tx: Tx, organisationId: string, without: string): Promise<void> {
  if ((await otherManagers(tx, organisationId, without)) === 0) throw new DomainError("conflict", "last-organisation-manager");
}

/** An organisation, locked. @throws DomainError when it is gone */
export async function ownOrganisation(tx: Tx, organisationId: string): Promise<OrganisationRow> {
  const row = await lockedOrganisation(tx, organisationId);
  if (!row) throw new DomainError("not-found", "organisation-not-found");
  return row;
}
