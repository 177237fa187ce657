import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";

/** Portals that an invitation names. */
const PORTALS_SHOWN = 3;

export interface InvitationRow {
  id: string;
  email: string;
  role: string;
  groupName: string | null;
  hasTerritory: boolean;
  words: string;
  expiresAt: Date;
  createdAt: Date;
}

const COLUMNS = Prisma.sql`i.id, i.email, i.role, g.name AS "groupName", i.territory IS NOT NULL AS "hasTerritory", i.words,
  i.expires_at AS "expiresAt", i.created_at AS "createdAt"`;

export function invitationRows(tx: Tx, community: CommunityId): Promise<InvitationRow[]> {
  return tx.$queryRaw<InvitationRow[]>`SELECT ${COLUMNS} FROM invitations i LEFT JOIN groups g ON g.id = i.group_id
    WHERE i.community_id = ${community}::uuid ORDER BY i.created_at DESC, i.id`;
}

export async function isMemberAddress(tx: Tx, community: CommunityId, email: string): Promise<boolean> {
  return (await tx.membership.count({ where: { communityId: community, user: { email } } })) > 0;
}

/** @param territory hexadecimal EWKB; null: everywhere */
export async function setInvitedTerritory(tx: Tx, invitationId: string, territory: string | null): Promise<void> {
  await tx.$executeRaw`UPDATE invitations SET territory = ${territory}::geometry WHERE id = ${invitationId}::uuid`;
}

/** Gives a membership that begins the territory of its invitation. */
export async function setFirstTerritory(tx: Tx, membershipId: string, territory: string): Promise<void> {
  await tx.$executeRaw`UPDATE memberships SET territory = ${territory}::geometry WHERE id = ${membershipId}::uuid`;
}

/** An invitation that can still be accepted. */
export async function openInvitation(tx: Tx, codeHash: string) {
  const [row] = await tx.$queryRaw<(InvitationRow & { communityId: string })[]>`
    SELECT ${COLUMNS}, i.community_id AS "communityId" FROM invitations i LEFT JOIN groups g ON g.id = i.group_id
    JOIN communities c ON c.id = i.community_id AND c.status = 'active'
    WHERE i.code_hash = ${codeHash} AND i.expires_at > now()`;
  if (!row) return undefined;
  const community = await tx.community.findUniqueOrThrow({
    where: { id: row.communityId },
    select: {
      name: true,
      description: true,
      portals: {
        where: { status: "live" },
        select: { name: true, hosts: { orderBy: [{ isPrimary: "desc" }, { host: "asc" }], take: 1, select: { host: true } } },
        orderBy: { createdAt: "asc" },
        take: PORTALS_SHOWN,
      },
    },
  });
  return { ...row, community };
}

/** The invitations of an address that can still be accepted, the newest first. In the system scope. */
export function invitationsOf(tx: Tx, email: string) {
  return tx.$queryRaw<(InvitationRow & { communityName: string })[]>`
    SELECT ${COLUMNS}, c.name AS "communityName" FROM invitations i LEFT JOIN groups g ON g.id = i.group_id
    JOIN communities c ON c.id = i.community_id AND c.status = 'active'
    WHERE i.email = ${email} AND i.expires_at > now() ORDER BY i.created_at DESC, i.id`;
}

/** Deletes an invitation and returns it. Of concurrent callers, only one gets it. */
export async function takeInvitation(tx: Tx, which: { codeHash: string } | { id: string }, email: string) {
  const named = "id" in which ? Prisma.sql`i.id = ${which.id}::uuid` : Prisma.sql`i.code_hash = ${which.codeHash}`;
  const rows = await tx.$queryRaw<
    { id: string; communityId: string; role: string; groupId: string | null; territory: string | null }[]
  >`DELETE FROM invitations i USING communities c
    WHERE ${named} AND i.email = ${email} AND i.expires_at > now() AND c.id = i.community_id AND c.status = 'active'
    RETURNING i.id, i.community_id AS "communityId", i.role, i.group_id AS "groupId", i.territory::text AS territory`;
  return rows[0];
}
