import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";

export function communityRow(tx: Tx, community: CommunityId) {
  return tx.community.findUnique({ where: { id: community } });
}

/** For operators: numbers of each community, never content. In the system scope, because no membership lets an operator see them. */
export async function communityCounts(tx: Tx) {
  const communities = await tx.community.findMany({
    orderBy: { name: "asc" },
    include: { _count: { select: { memberships: true, portals: true, datasets: true } } },
  });
  return communities.map(({ _count, ...community }) => ({
    ...community,
    memberCount: _count.memberships,
    portalCount: _count.portals,
    datasetCount: _count.datasets,
  }));
}
