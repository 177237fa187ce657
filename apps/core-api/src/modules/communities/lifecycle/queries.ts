import type { Tx } from "@archipel/database/database.ts";

export function communityWithPortals(tx: Tx, id: string) {
  return tx.community.findUnique({
    where: { id },
    include: {
      portals: {
        orderBy: { name: "asc" },
        select: {
          id: true,
          name: true,
          slug: true,
          status: true,
          frozenAt: true,
          frozenById: true,
          frozenReason: true,
          eraseAt: true,
          hosts: { select: { host: true }, orderBy: [{ isPrimary: "desc" }, { host: "asc" }], take: 1 },
        },
      },
      _count: { select: { memberships: true, datasets: true, maps: true } },
    },
  });
}

export async function countsOf(tx: Tx, communityId: string) {
  return { layers: await tx.layer.count({ where: { communityId } }), reports: await tx.report.count({ where: { communityId } }) };
}

export async function namesOfPeople(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.user.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The active managers of a community, for mails about its end. */
export async function managersOf(tx: Tx, communityId: string) {
  const rows = await tx.membership.findMany({
    where: { communityId, role: "manager", status: "active", user: { status: "active" } },
    select: { user: { select: { name: true, email: true, locale: true } } },
  });
  return rows.map(({ user }) => user);
}

/** What is announced or due: deleted communities, and deleted portals of communities that stay. */
export function endingCommunities(tx: Tx, before: Date) {
  return tx.community.findMany({
    where: { status: "deleted", eraseAt: { lte: before } },
    select: { id: true, name: true, slug: true, eraseAt: true, eraseMails: true },
  });
}

export function endingPortals(tx: Tx, before: Date) {
  return tx.portal.findMany({
    where: { status: "deleted", eraseAt: { lte: before }, community: { status: { in: ["active", "archived", "suspended"] } } },
    select: {
      id: true,
      name: true,
      communityId: true,
      eraseAt: true,
      eraseMails: true,
      community: { select: { name: true, slug: true } },
    },
  });
}

/** Deletes a portal with everything that is its own. Only one that is still due: it may have been restored since. */
export async function erasePortalRow(tx: Tx, { id, communityId }: { id: string; communityId: string }, now: Date): Promise<boolean> {
  const { count } = await tx.portal.deleteMany({ where: { id, communityId, status: "deleted", eraseAt: { lte: now } } });
  return count === 1;
}

interface LockedCommunity {
  name: string;
  status: string;
  statusBefore: string | null;
  eraseAt: Date | null;
}

/** Changes of the state of a community come one after the other. */
export async function lockCommunity(tx: Tx, id: string): Promise<LockedCommunity | undefined> {
  const rows = await tx.$queryRaw<
    LockedCommunity[]
  >`SELECT name, status, status_before AS "statusBefore", erase_at AS "eraseAt" FROM communities WHERE id = ${id}::uuid FOR UPDATE`;
  return rows[0];
}

/** The closed communities of which a person is a manager. */
export function closedCommunities(tx: Tx, userId: string) {
  return tx.community.findMany({
    where: { status: { in: ["archived", "deleted"] }, memberships: { some: { userId, role: "manager", status: "active" } } },
    select: { id: true, name: true, status: true, eraseAt: true },
    orderBy: { name: "asc" },
  });
}
