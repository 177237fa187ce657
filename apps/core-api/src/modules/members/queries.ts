import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Role } from "@archipel/contracts/members.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";

const person = { user: { select: { name: true, email: true, locale: true } } } as const;

export async function memberRows(
  tx: Tx,
  community: CommunityId,
  filter: { q: string; role: Role | null },
  page: { limit: number; offset: number },
) {
  const words = { contains: filter.q, mode: "insensitive" } as const;
  const where: Prisma.MembershipWhereInput = {
    communityId: community,
    ...(filter.role ? { role: filter.role } : {}),
    ...(filter.q ? { user: { OR: [{ name: words }, { email: words }] } } : {}),
  };
  const total = await tx.membership.count({ where });
  const rows = await tx.membership.findMany({
    where,
    include: person,
    orderBy: [{ user: { name: "asc" } }, { id: "asc" }],
    take: page.limit,
    skip: page.offset,
  });
  return { rows, total };
}

export function membershipRow(tx: Tx, community: CommunityId, membershipId: string) {
  return tx.membership.findFirst({ where: { id: membershipId, communityId: community }, include: person });
}

/** Those of these memberships that have a territory. */
export async function boundToTerritory(tx: Tx, community: CommunityId, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM memberships WHERE community_id = ${community}::uuid AND id = ANY (${[...ids]}::uuid[]) AND territory IS NOT NULL`;
  return new Set(rows.map(({ id }) => id));
}

/** Number of active managers besides one membership. Locks the community, so that the last two managers cannot leave at the same moment. */
export async function countOtherManagers(tx: Tx, community: CommunityId, membershipId: string): Promise<number> {
  await tx.$queryRaw`SELECT id FROM communities WHERE id = ${community}::uuid FOR UPDATE`;
  return tx.membership.count({
    where: { communityId: community, role: "manager", status: "active", id: { not: membershipId }, user: { status: "active" } },
  });
}

export function activeManagers(tx: Tx, communityId: string): Promise<number> {
  return tx.membership.count({ where: { communityId, role: "manager", status: "active", user: { status: "active" } } });
}
