import type { Tx } from "@archipel/database/database.ts";

export interface OrganisationRow {
  id: string;
  nameFr: string;
  nameEn: string;
  description: string;
}

/** An organisation, locked until the transaction ends. */
export async function lockedOrganisation(tx: Tx, organisationId: string) {
  const [row] = await tx.$queryRaw<OrganisationRow[]>`
    SELECT id, name_fr AS "nameFr", name_en AS "nameEn", description FROM organisations WHERE id = ${organisationId}::uuid FOR UPDATE`;
  return row;
}

/** All organisations by name, with their counts, for operators. */
export function organisationRows(tx: Tx) {
  return tx.$queryRaw<(OrganisationRow & { managers: number; members: number; invited: number; communities: number; createdAt: Date })[]>`
    SELECT o.id, o.name_fr AS "nameFr", o.name_en AS "nameEn", o.description, o.created_at AS "createdAt",
      (SELECT count(*)::integer FROM organisation_members m WHERE m.organisation_id = o.id AND m.role = 'manager') AS managers,
      (SELECT count(*)::integer FROM organisation_members m WHERE m.organisation_id = o.id) AS members,
      (SELECT count(*)::integer FROM organisation_invitations i WHERE i.organisation_id = o.id AND i.expires_at > now()) AS invited,
      (SELECT count(*)::integer FROM organisation_agreements a
        WHERE a.organisation_id = o.id AND a.agreed_at IS NOT NULL AND a.ended_at IS NULL) AS communities
    FROM organisations o ORDER BY app.fold(o.name_fr), o.id`;
}

/** The organisations of a person, with how many communities each has. */
export function organisationsOf(tx: Tx, userId: string) {
  return tx.$queryRaw<(OrganisationRow & { role: string; since: Date; communities: number })[]>`
    SELECT o.id, o.name_fr AS "nameFr", o.name_en AS "nameEn", o.description, m.role, m.created_at AS since,
      (SELECT count(*)::integer FROM organisation_agreements a
        WHERE a.organisation_id = o.id AND a.agreed_at IS NOT NULL AND a.ended_at IS NULL) AS communities
    FROM organisation_members m JOIN organisations o ON o.id = m.organisation_id
    WHERE m.user_id = ${userId}::uuid ORDER BY app.fold(o.name_fr), o.id`;
}

export async function isInOrganisation(tx: Tx, organisationId: string, email: string): Promise<boolean> {
  const user = await tx.user.findUnique({ where: { email }, select: { id: true } });
  return user !== null && (await tx.organisationMember.count({ where: { organisationId, userId: user.id } })) > 0;
}

/** Its members, and the invitations that others than this address can still accept. */
export async function countPeople(tx: Tx, organisationId: string, email: string): Promise<number> {
  const others = { organisationId, expiresAt: { gt: new Date() }, email: { not: email } };
  return (await tx.organisationMember.count({ where: { organisationId } })) + (await tx.organisationInvitation.count({ where: others }));
}

export async function otherManagers(tx: Tx, organisationId: string, userId: string): Promise<number> {
  return tx.organisationMember.count({ where: { organisationId, role: "manager", userId: { not: userId } } });
}

/** The members by name, and open invitations. */
export async function peopleOf(tx: Tx, organisationId: string) {
  return {
    members: await tx.$queryRaw<{ userId: string; name: string; email: string; role: string; since: Date }[]>`
      SELECT m.user_id AS "userId", u.name, u.email, m.role, m.created_at AS since
      FROM organisation_members m JOIN users u ON u.id = m.user_id
      WHERE m.organisation_id = ${organisationId}::uuid ORDER BY m.role = 'manager' DESC, app.fold(u.name), u.id`,
    invitations: await tx.organisationInvitation.findMany({
      where: { organisationId, expiresAt: { gt: new Date() } },
      select: { id: true, email: true, role: true, expiresAt: true },
      orderBy: { createdAt: "asc" },
    }),
  };
}

/** An invitation that can still be accepted. */
export async function openInvitation(tx: Tx, codeHash: string) {
  const [row] = await tx.$queryRaw<(OrganisationRow & { email: string; role: string; expiresAt: Date })[]>`
    SELECT o.id, o.name_fr AS "nameFr", o.name_en AS "nameEn", o.description, i.email, i.role, i.expires_at AS "expiresAt"
    FROM organisation_invitations i JOIN organisations o ON o.id = i.organisation_id
    WHERE i.code_hash = ${codeHash} AND i.expires_at > now()`;
  return row;
}

/** Deletes an invitation and returns it. Of concurrent callers, only one gets it. */
export async function takeInvitation(tx: Tx, codeHash: string, email: string) {
  const [row] = await tx.$queryRaw<{ organisationId: string; role: string }[]>`
    DELETE FROM organisation_invitations WHERE code_hash = ${codeHash} AND email = ${email} AND expires_at > now()
    RETURNING organisation_id AS "organisationId", role`;
  return row;
}
