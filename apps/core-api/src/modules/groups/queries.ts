import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";

/** The groups of a community by name, with their numbers of people and of grants that are not over. */
export function groupRows(tx: Tx, communityId: CommunityId) {
  return tx.$queryRaw<
    { id: string; name: string; description: string; createdAt: Date; members: number; invited: number; grants: number }[]
  >`SELECT g.id, g.name, g.description, g.created_at AS "createdAt",
      (SELECT count(*)::integer FROM group_members m WHERE m.group_id = g.id) AS members,
      (SELECT count(*)::integer FROM group_invitations i WHERE i.group_id = g.id AND i.expires_at > now()) AS invited,
      (SELECT count(*)::integer FROM grants r WHERE r.subject_group_id = g.id AND r.revoked_at IS NULL
        AND (r.valid_until IS NULL OR r.valid_until > now())) AS grants
    FROM groups g WHERE g.community_id = ${communityId}::uuid AND g.erase_at IS NULL ORDER BY app.fold(g.name), g.id`;
}

/** Locks the community, so that two groups at once cannot both be the last allowed. @returns the number of its groups */
export async function countGroups(tx: Tx, communityId: CommunityId): Promise<number> {
  await tx.$queryRaw`SELECT id FROM communities WHERE id = ${communityId}::uuid FOR UPDATE`;
  return tx.group.count({ where: { communityId } });
}

/** A group of the community, locked until the transaction ends. */
export async function lockedGroup(tx: Tx, communityId: CommunityId, groupId: string) {
  const [row] = await tx.$queryRaw<{ id: string; name: string; description: string }[]>`
    SELECT id, name, description FROM groups
    WHERE id = ${groupId}::uuid AND community_id = ${communityId}::uuid AND erase_at IS NULL FOR UPDATE`;
  return row;
}

/** The members of a group, and the invitations that can still be accepted. */
export function membersOf(tx: Tx, groupId: string) {
  return tx.groupMember.findMany({ where: { groupId }, select: { userId: true, createdAt: true }, orderBy: { createdAt: "asc" } });
}
export function openInvitations(tx: Tx, groupId: string) {
  return tx.groupInvitation.findMany({
    where: { groupId, expiresAt: { gt: new Date() } },
    select: { id: true, email: true, expiresAt: true },
    orderBy: { createdAt: "asc" },
  });
}

/** Names and addresses. In the system scope: managers do not see the accounts of people who are not members of their community. */
export async function peopleById(tx: Tx, ids: readonly string[]) {
  const rows = await tx.user.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true, email: true } });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Whether the account of this address is in the group. In the system scope. */
export async function isInGroup(tx: Tx, groupId: string, email: string): Promise<boolean> {
  const user = await tx.user.findUnique({ where: { email }, select: { id: true } });
  return user !== null && (await tx.groupMember.count({ where: { groupId, userId: user.id } })) > 0;
}

/** An invitation that can still be accepted, with where it leads. In the system scope. */
export async function openInvitation(tx: Tx, codeHash: string) {
  const [row] = await tx.$queryRaw<{ groupName: string; description: string; communityName: string; email: string; expiresAt: Date }[]>`
    SELECT g.name AS "groupName", g.description, c.name AS "communityName", i.email, i.expires_at AS "expiresAt"
    FROM group_invitations i JOIN groups g ON g.id = i.group_id AND g.erase_at IS NULL JOIN communities c ON c.id = i.community_id AND c.status = 'active'
    WHERE i.code_hash = ${codeHash} AND i.expires_at > now()`;
  return row;
}

/** Deletes an invitation and returns it. Of concurrent callers, only one gets it. In the system scope. */
export async function takeInvitation(tx: Tx, codeHash: string, email: string) {
  const [row] = await tx.$queryRaw<{ groupId: string; communityId: string }[]>`
    DELETE FROM group_invitations i USING communities c, groups g
    WHERE g.id = i.group_id AND g.erase_at IS NULL AND i.code_hash = ${codeHash} AND i.email = ${email} AND i.expires_at > now() AND c.id = i.community_id AND c.status = 'active'
    RETURNING i.group_id AS "groupId", i.community_id AS "communityId"`;
  return row;
}

/** Where the data of a community are seen: its first portals, each with its main host. */
export function firstPortals(tx: Tx, communityId: string) {
  return tx.portal.findMany({
    where: { communityId, status: "live" },
    select: { name: true, hosts: { orderBy: [{ isPrimary: "desc" }, { host: "asc" }], take: 1, select: { host: true } } },
    orderBy: { createdAt: "asc" },
    take: 3,
  });
}

/** The groups of a person. In the system scope: a person sees nothing of a community in which they have no role. */
export function groupsOf(tx: Tx, userId: string) {
  return tx.$queryRaw<{ id: string; name: string; description: string; communityName: string; since: Date }[]>`
    SELECT g.id, g.name, g.description, c.name AS "communityName", m.created_at AS since
    FROM group_members m JOIN groups g ON g.id = m.group_id AND g.erase_at IS NULL JOIN communities c ON c.id = g.community_id
    WHERE m.user_id = ${userId}::uuid ORDER BY app.fold(c.name), app.fold(g.name), g.id`;
}
