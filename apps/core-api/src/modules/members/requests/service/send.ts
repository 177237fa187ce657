import type { OwnRequest, RequestableRole, Standing } from "@archipel/contracts/requests.ts";
import { isUniqueViolation } from "@archipel/database/unique-violation.ts";
import type { PortalVisit } from "../../../../kernel/actor.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { emit } from "../../../../kernel/outbox.ts";
import { closeNotices } from "../../../notifications/service/close-notices.ts";
import { grantedAtOnce, MOST_A_DAY, mayAskAgainAt, suffices } from "../policy.ts";
import { communityOfPortal, countRequestsSince, latestRequest, membershipOf, requestsOf, withdrawOpen } from "../queries.ts";
import { ownRequestOf, requestableRoleOf, roleOf } from "./read.ts";

/** The caller's role and request in the community of a portal, or in another one whose data the portal shows. */
export async function standingOf(core: Core, visit: PortalVisit, wanted: string | undefined): Promise<Standing> {
  const { userId } = visit;
  // In the system scope: a stranger sees nothing of a community.
  return core.database.withSystem(async (tx) => {
    const community = await communityOfPortal(tx, visit, wanted);
    if (!community) throw new DomainError("not-found", "community-not-found");
    const membership = userId ? await membershipOf(tx, community.id, userId) : null;
    const request = userId ? await latestRequest(tx, community.id, userId) : null;
    const isSuspended = membership !== null && membership.status !== "active";
    return {
      communityId: community.id,
      communityName: community.name,
      role: membership && !isSuspended ? roleOf(membership.role) : null,
      isOpen: community.acceptsRequests && !isSuspended,
      request: request && ownRequestOf(request),
    };
  });
}

interface Wish {
  communityId?: string | undefined;
  wantedRole: RequestableRole;
  reason: string;
}

/**
 * Asks to join a community, or to contribute. A person whose proved address is of a trusted domain is admitted at once.
 *
 * @throws DomainError when the community takes no requests, the person has the role or asked before, or sent too many
 */
export async function sendRequest(core: Core, visit: PortalVisit & { userId: string }, wish: Wish): Promise<OwnRequest> {
  try {
    return await core.database.withSystem((tx) => send(tx, visit, wish));
  } catch (error) {
    if (isUniqueViolation(error)) throw new DomainError("conflict", "request-open");
    throw error;
  }
}

async function send(tx: Parameters<typeof audit>[0], visit: PortalVisit & { userId: string }, wish: Wish): Promise<OwnRequest> {
  const { portalId, userId } = visit;
  const { wantedRole, reason } = wish;
  const now = new Date();
  const community = await communityOfPortal(tx, visit, wish.communityId);
  if (!community) throw new DomainError("not-found", "community-not-found");
  const { id: communityId } = community;
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { name: true, email: true } });
  const membership = await membershipOf(tx, communityId, userId);
  // The answer is the same for a suspended member as for a closed community.
  if (!community.acceptsRequests || (membership && membership.status !== "active")) throw new DomainError("forbidden", "requests-closed");
  if (membership && suffices(roleOf(membership.role), wantedRole)) throw new DomainError("conflict", "role-held");
  const last = await latestRequest(tx, communityId, userId);
  if (last?.status === "open") throw new DomainError("conflict", "request-open");
  const again = mayAskAgainAt(last?.status === "declined" ? last.decidedAt : null, now);
  if (again)
    throw new DomainError("too-many", "request-declined-lately", { days: Math.ceil((again.getTime() - now.getTime()) / 86_400_000) });
  if ((await countRequestsSince(tx, userId, new Date(now.getTime() - 86_400_000))) >= MOST_A_DAY)
    throw new DomainError("too-many", "requests-too-many", { most: MOST_A_DAY });

  const rule = { trustedDomains: community.trustedDomains, trustedRole: requestableRoleOf(community.trustedRole) };
  const granted = grantedAtOnce(user.email, wantedRole, rule);
  const decided = granted ? { status: "accepted", grantedRole: granted, decidedAt: now } : {};
  const row = await tx.memberRequest.create({ data: { communityId, userId, portalId, wantedRole, reason, ...decided } });
  const change = { communityId, actorId: userId, resourceType: "member" };
  if (granted) {
    const { id: resourceId } = await tx.membership.upsert({
      where: { communityId_userId: { communityId, userId } },
      create: { communityId, userId, role: granted },
      update: { role: granted },
    });
    await audit(tx, { ...change, resourceId, action: "member.admitted-by-domain", summary: { name: user.name, role: granted } });
    await emit(tx, "member.joined", communityId, { membershipId: resourceId });
  } else {
    await audit(tx, { ...change, resourceId: row.id, action: "member.requested", summary: { name: user.name, role: wantedRole } });
    await emit(tx, "request.sent", communityId, { requestId: row.id, actorId: userId });
  }
  return ownRequestOf({ ...row, community });
}

/** The latest requests of a person. */
export function ownRequests(core: Core, userId: string): Promise<OwnRequest[]> {
  return core.database.withSystem(async (tx) => (await requestsOf(tx, userId)).map(ownRequestOf));
}

/** @throws DomainError when the request is not the person's, or was decided */
export async function withdrawRequest(core: Core, userId: string, requestId: string): Promise<void> {
  await core.database.withSystem(async (tx) => {
    const row = await withdrawOpen(tx, requestId, userId);
    if (!row) throw new DomainError("conflict", "request-decided");
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { name: true } });
    const change = { communityId: row.communityId, actorId: userId, resourceType: "member", resourceId: requestId };
    await audit(tx, { ...change, action: "member.request-withdrawn", summary: { name: user.name } });
    await closeNotices(tx, "request", requestId);
  });
}
