import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { PortalVisit } from "../../../kernel/actor.ts";

/** The latest decided requests that managers still see. */
const DECIDED_SHOWN = 50;
const OPEN_SHOWN = 200;

/** The community of a portal, or one whose data the portal lists for this person; null for any other. */
export async function communityOfPortal(tx: Tx, visit: PortalVisit, wanted: string = visit.communityId) {
  if (wanted !== visit.communityId) {
    const isMember = visit.userId !== null && (await membershipOf(tx, wanted, visit.userId)) !== null;
    const visibility = isMember ? {} : { visibility: "public" };
    const listed = await tx.portalDataset.count({
      where: { portalId: visit.portalId, isVisible: true, dataset: { communityId: wanted, status: "published", ...visibility } },
    });
    if (listed === 0) return null;
  }
  return tx.community.findFirst({
    where: { id: wanted, status: "active" },
    select: { id: true, name: true, acceptsRequests: true, trustedDomains: true, trustedRole: true },
  });
}

export function membershipOf(tx: Tx, communityId: string, userId: string) {
  return tx.membership.findUnique({ where: { communityId_userId: { communityId, userId } } });
}

const withCommunity = { community: { select: { name: true } } } as const;

export function latestRequest(tx: Tx, communityId: string, userId: string) {
  return tx.memberRequest.findFirst({ where: { communityId, userId }, include: withCommunity, orderBy: { createdAt: "desc" } });
}

/** The latest requests of a person, over all communities. */
export function requestsOf(tx: Tx, userId: string) {
  return tx.memberRequest.findMany({ where: { userId }, include: withCommunity, orderBy: { createdAt: "desc" }, take: 20 });
}

export function countRequestsSince(tx: Tx, userId: string, since: Date): Promise<number> {
  return tx.memberRequest.count({ where: { userId, createdAt: { gt: since } } });
}

/** Closes the person's own open request. Of concurrent callers, only one gets it. */
export async function withdrawOpen(tx: Tx, requestId: string, userId: string) {
  const { count } = await tx.memberRequest.updateMany({
    where: { id: requestId, userId, status: "open" },
    data: { status: "withdrawn", decidedAt: new Date() },
  });
  return count === 0 ? null : tx.memberRequest.findUnique({ where: { id: requestId } });
}

const withPerson = { user: { select: { name: true, email: true, status: true } } } as const;

/** Open ones, the oldest first; or the latest decided ones. */
export function requestRows(tx: Tx, communityId: CommunityId, isDecided: boolean) {
  return isDecided
    ? tx.memberRequest.findMany({
        where: { communityId, status: { in: ["accepted", "declined"] } },
        orderBy: { decidedAt: "desc" },
        take: DECIDED_SHOWN,
      })
    : tx.memberRequest.findMany({ where: { communityId, status: "open" }, orderBy: { createdAt: "asc" }, take: OPEN_SHOWN });
}

/** Names and addresses of people who asked. In the system scope: a manager does not see the accounts of people who are not members. */
export async function peopleOfRequests(tx: Tx, userIds: readonly string[]) {
  const rows = await tx.user.findMany({ where: { id: { in: [...userIds] } }, select: { id: true, name: true, email: true, status: true } });
  return new Map(rows.map((row) => [row.id, row]));
}

export async function rolesOf(tx: Tx, communityId: CommunityId, userIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.membership.findMany({ where: { communityId, userId: { in: [...userIds] } }, select: { userId: true, role: true } });
  return new Map(rows.map(({ userId, role }) => [userId, role]));
}

/** Locks an open request of the community; null when it was decided or withdrawn. */
export async function lockOpen(tx: Tx, communityId: CommunityId, requestId: string) {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM member_requests WHERE id = ${requestId}::uuid AND community_id = ${communityId}::uuid AND status = 'open' FOR UPDATE`;
  return row ? tx.memberRequest.findUnique({ where: { id: row.id }, include: withPerson }) : null;
}
