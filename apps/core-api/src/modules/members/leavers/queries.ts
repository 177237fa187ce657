import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";

export interface LeaverRow {
  userId: string;
  name: string;
  email: string;
  role: string | null;
  groups: string[];
  keys: string[];
}

/**
 * Members of a community, and people of its groups, by their addresses or ids. In the system scope: managers do not see the accounts of people who
 * are only in a group. Nobody else is found, whether or not the address has an account.
 */
export function peopleHere(tx: Tx, communityId: CommunityId, by: { emails: readonly string[] } | { userIds: readonly string[] }) {
  const emails = "emails" in by ? [...by.emails] : [];
  const userIds = "userIds" in by ? [...by.userIds] : [];
  return tx.$queryRaw<LeaverRow[]>`
    SELECT u.id AS "userId", u.name, u.email, m.role,
      ARRAY(SELECT g.name FROM group_members p JOIN groups g ON g.id = p.group_id
        WHERE p.user_id = u.id AND p.community_id = ${communityId}::uuid ORDER BY g.name) AS groups,
      ARRAY(SELECT k.name FROM community_keys k
        WHERE k.created_by_id = u.id AND k.community_id = ${communityId}::uuid AND k.revoked_at IS NULL ORDER BY k.name) AS keys
    FROM users u LEFT JOIN memberships m ON m.user_id = u.id AND m.community_id = ${communityId}::uuid
    WHERE (u.email = ANY (${emails}::text[]) OR u.id = ANY (${userIds}::uuid[]))
      AND (m.id IS NOT NULL OR EXISTS (SELECT FROM group_members p WHERE p.user_id = u.id AND p.community_id = ${communityId}::uuid))
    ORDER BY app.fold(u.name), u.id`;
}

/** Locks the community, so that two calls cannot take its last managers out. @returns how many active managers stay */
export async function managersBeside(tx: Tx, communityId: CommunityId, userIds: readonly string[]): Promise<number> {
  await tx.$queryRaw`SELECT id FROM communities WHERE id = ${communityId}::uuid FOR UPDATE`;
  return tx.membership.count({
    where: { communityId, role: "manager", status: "active", userId: { notIn: [...userIds] }, user: { status: "active" } },
  });
}

/** Takes people out of the groups of a community. */
export async function leaveGroups(tx: Tx, communityId: CommunityId, userIds: readonly string[]): Promise<void> {
  await tx.groupMember.deleteMany({ where: { communityId, userId: { in: [...userIds] } } });
}

/** Revokes the keys of a community that people made: they know the secrets. */
export async function revokeKeysOf(tx: Tx, communityId: CommunityId, userIds: readonly string[]): Promise<void> {
  await tx.communityKey.updateMany({
    where: { communityId, createdById: { in: [...userIds] }, revokedAt: null },
    data: { revokedAt: new Date() },
  });
}

export async function endMemberships(tx: Tx, communityId: CommunityId, userIds: readonly string[]): Promise<void> {
  await tx.membership.deleteMany({ where: { communityId, userId: { in: [...userIds] } } });
}
