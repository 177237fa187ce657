import { provenCommunityId } from "@archipel/contracts/ids.ts";
import { role as roleSchema } from "@archipel/contracts/members.ts";
import { reporting, reportReview } from "@archipel/contracts/reports.ts";
import type { Actor, PortalVisit } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { isIdentified } from "../modules/identity/providers/service/required.ts";
import { assertWritable } from "./assert-writable.ts";
import { networkOf } from "./limits/network.ts";
import type { Permission } from "./permissions.ts";
import { weakerRole } from "./prove-member.ts";

/**
 * Proves that a portal is live, and returns its visitor: what the call reads is confined to the portal's community.
 *
 * @param address IP address of the call
 * @param writesBy the permission of a write: a read-only portal refuses it
 * @throws DomainError when no live portal has this id
 */
export async function visitPortal(
  core: Core,
  actor: Actor,
  portalId: string,
  address: string,
  writesBy: Permission | null = null,
): Promise<PortalVisit> {
  const userId = actor.isSuspended ? null : actor.userId;
  const portal = await core.database.withSystem((tx) =>
    tx.portal.findFirst({
      where: { id: portalId, status: "live", community: { status: "active" } },
      select: {
        communityId: true,
        reporting: true,
        reportReview: true,
        community: {
          select: {
            id: true,
            name: true,
            identityFrom: true,
            memberships: { where: { userId: userId ?? portalId, status: "active" }, select: { role: true } },
          },
        },
      },
    }),
  );
  if (!portal) throw new DomainError("not-found", "portal-not-found");
  if (writesBy) await assertWritable(core, writesBy, { portalId });
  const { key, reach, hasSecondStep, hasOpenParts } = actor;
  // In a portal of another community, a key has no role.
  const [membership] = key && key.communityId !== portal.communityId ? [] : portal.community.memberships;
  const { id: communityId, identityFrom } = portal.community;
  const isKnown =
    identityFrom !== "member" || (userId !== null && (await core.database.withSystem((tx) => isIdentified(tx, userId, communityId))));
  return {
    portalId,
    communityId: provenCommunityId(portal.communityId),
    communityName: portal.community.name,
    reporting: reporting.parse(portal.reporting),
    reportReview: reportReview.parse(portal.reportReview),
    userId,
    role: userId && membership && isKnown ? weakerRole(roleSchema.parse(membership.role), key?.atMost) : null,
    key,
    reach,
    hasSecondStep,
    hasOpenParts,
    network: networkOf(address),
  };
}
