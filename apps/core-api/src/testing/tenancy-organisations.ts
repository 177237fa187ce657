import type { Tx } from "@archipel/database/database.ts";

/** An organisation with one of each of its rows, that a community is with. It gives nothing. @returns table and key of each */
export async function organisationRows(tx: Tx, communityId: string, userId: string, by: string): Promise<[table: string, key: string][]> {
  const organisation = await tx.organisation.create({ data: { nameFr: by, nameEn: by } });
  const organisationId = organisation.id;
  const member = await tx.organisationMember.create({ data: { organisationId, userId, role: "reader" } });
  const invited = { organisationId, email: `${by}@example.org`, role: "reader", codeHash: by, invitedById: by, expiresAt: new Date() };
  const invitation = await tx.organisationInvitation.create({ data: invited });
  const agreement = await tx.organisationAgreement.create({ data: { organisationId, communityId, proposedBy: "organisation" } });
  return [
    ["organisations", organisationId],
    ["organisation_members", member.id],
    ["organisation_invitations", invitation.id],
    ["organisation_agreements", agreement.id],
  ];
}
