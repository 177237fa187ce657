import type { Given } from "@archipel/contracts/organisations.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";

export interface AgreementRow {
  id: string;
  organisationId: string;
  communityId: string;
  proposedBy: string;
  message: string;
  givesReading: boolean;
  membersUpTo: string | null;
  givesGrants: boolean;
  givesFigures: boolean;
  createdAt: Date;
  agreedAt: Date | null;
  endedAt: Date | null;
  endedBy: string | null;
  endedReason: string;
}

/** Ended agreements that both sides still see. */
const ENDED_SHOWN = 20;

const agreementColumns = Prisma.sql`a.id, a.organisation_id AS "organisationId", a.community_id AS "communityId", a.proposed_by AS "proposedBy", a.message,
  a.gives_reading AS "givesReading", a.members_up_to AS "membersUpTo", a.gives_grants AS "givesGrants", a.gives_figures AS "givesFigures",
  a.created_at AS "createdAt", a.agreed_at AS "agreedAt", a.ended_at AS "endedAt", a.ended_by AS "endedBy", a.ended_reason AS "endedReason"`;
const isLatestEnded = (column: Prisma.Sql) => Prisma.sql`(a.ended_at IS NULL OR a.id IN (
  SELECT e.id FROM organisation_agreements e WHERE e.${column} = a.${column} AND e.ended_at IS NOT NULL ORDER BY e.ended_at DESC LIMIT ${ENDED_SHOWN}))`;

/** The agreements of a community: those in force first, then open proposals, then the latest ended ones. */
export function rowsOfCommunity(tx: Tx, communityId: string) {
  return tx.$queryRaw<(AgreementRow & { nameFr: string; nameEn: string; description: string; members: number })[]>`
    SELECT ${agreementColumns}, o.name_fr AS "nameFr", o.name_en AS "nameEn", o.description,
      (SELECT count(*)::integer FROM organisation_members m WHERE m.organisation_id = o.id) AS members
    FROM organisation_agreements a JOIN organisations o ON o.id = a.organisation_id
    WHERE a.community_id = ${communityId}::uuid AND ${isLatestEnded(Prisma.sql`community_id`)}
    ORDER BY a.ended_at DESC NULLS FIRST, a.agreed_at IS NULL, app.fold(o.name_fr), a.id`;
}

/** The agreements of an organisation, in the same order. */
export function rowsOfOrganisation(tx: Tx, organisationId: string) {
  return tx.$queryRaw<(AgreementRow & { slug: string; name: string; status: string })[]>`
    SELECT ${agreementColumns}, c.slug, c.name, c.status
    FROM organisation_agreements a JOIN communities c ON c.id = a.community_id
    WHERE a.organisation_id = ${organisationId}::uuid AND ${isLatestEnded(Prisma.sql`organisation_id`)}
    ORDER BY a.ended_at DESC NULLS FIRST, a.agreed_at IS NULL, app.fold(c.name), a.id`;
}

/** One that is not ended, locked; of one side. */
export async function lockedAgreement(tx: Tx, agreementId: string, side: { organisationId: string } | { communityId: string }) {
  const own =
    "communityId" in side
      ? Prisma.sql`a.community_id = ${side.communityId}::uuid`
      : Prisma.sql`a.organisation_id = ${side.organisationId}::uuid`;
  const [row] = await tx.$queryRaw<AgreementRow[]>`
    SELECT ${agreementColumns} FROM organisation_agreements a WHERE a.id = ${agreementId}::uuid AND a.ended_at IS NULL AND ${own} FOR UPDATE`;
  return row;
}

export async function openAgreement(tx: Tx, organisationId: string, communityId: string) {
  return tx.organisationAgreement.findFirst({
    where: { organisationId, communityId, endedAt: null },
    select: { id: true, agreedAt: true },
  });
}

/** Of an organisation or a community: those in force and open proposals. */
export function countOpen(tx: Tx, side: { organisationId: string } | { communityId: string }): Promise<number> {
  return tx.organisationAgreement.count({ where: { ...side, endedAt: null } });
}

/** Two proposals at once cannot both be the last allowed. */
export async function lockSides(tx: Tx, organisationId: string, communityId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM organisations WHERE id = ${organisationId}::uuid FOR UPDATE`;
  await tx.$queryRaw`SELECT id FROM communities WHERE id = ${communityId}::uuid FOR UPDATE`;
}

export const givenColumns = ({ reading, membersUpTo, grants, figures }: Given) => ({
  givesReading: reading,
  membersUpTo,
  givesGrants: grants,
  givesFigures: figures,
});

/** Addresses and languages of those who are notified of an agreement. */
export function managersOfCommunity(tx: Tx, communityId: string) {
  return tx.$queryRaw<{ email: string; locale: string }[]>`
    SELECT u.email, u.locale FROM memberships m JOIN users u ON u.id = m.user_id AND u.status = 'active'
    WHERE m.community_id = ${communityId}::uuid AND m.role = 'manager' AND m.status = 'active' ORDER BY u.id LIMIT 50`;
}
export function managersOfOrganisation(tx: Tx, organisationId: string) {
  return tx.$queryRaw<{ email: string; locale: string }[]>`
    SELECT u.email, u.locale FROM organisation_members m JOIN users u ON u.id = m.user_id AND u.status = 'active'
    WHERE m.organisation_id = ${organisationId}::uuid AND m.role = 'manager' ORDER BY u.id LIMIT 50`;
}
