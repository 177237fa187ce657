import { provenCommunityId } from "@archipel/contracts/ids.ts";
import { role as roleSchema } from "@archipel/contracts/members.ts";
import { reporting, reportReview } from "@archipel/contracts/reports.ts";
import { networkOf } from "@archipel/limits/network.ts";
import type { Actor, PortalVisit } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { assertWritable } from "./assert-writable.ts";
import type { Permission } from "./permissions.ts";
import { weakerRole } from "./prove-member.ts";

interface PortalRow {
  status: string;
  communityId: string;
  communityName: string;
  reporting: string;
  reportReview: string;
  /** Null for those who are no active member of the community. */
  role: string | null;
  /** Whether the person comes from where the community requires of members. */
  isKnown: boolean;
}

const PORTAL = `
  SELECT p.status, p.community_id AS "communityId", c.name AS "communityName", p.reporting, p.report_review AS "reportReview", m.role,
    c.identity_from IS NULL OR c.identity_from <> 'member' OR coalesce(app.meets_identity(m.user_id, c.id), false) AS "isKnown"
  FROM portals p JOIN communities c ON c.id = p.community_id
    LEFT JOIN memberships m ON m.community_id = c.id AND m.user_id = $2::uuid AND m.status = 'active'
  WHERE p.id = $1::uuid AND (p.status = 'live' OR p.id = $3::uuid) AND c.status = 'active'`;

/**
 * Proves that the caller sees a portal: it is live, or they have a pass to it, which only reads. Returns its visitor: what the call reads is confined to the portal's community.
 *
 * @param address IP address of the call
 * @param writesBy the permission of a write: a read-only portal refuses it
 * @throws DomainError when the caller sees no portal with this id
 */
export async function visitPortal(
  core: Core,
  actor: Actor,
  portalId: string,
  address: string,
  writesBy: Permission | null = null,
): Promise<PortalVisit> {
  const userId = actor.isSuspended ? null : actor.userId;
  const [portal] = await core.database.readAs({ role: "system" }).query<PortalRow>(PORTAL, [portalId, userId, actor.passTo ?? null], true);
  if (!portal) throw new DomainError("not-found", "portal-not-found");
  const isOnline = portal.status === "live";
  if (writesBy && !isOnline) throw new DomainError("conflict", "portal-not-online");
  if (writesBy) await assertWritable(core, writesBy, { portalId });
  const { key, reach, hasSecondStep, hasOpenParts } = actor;
  // In a portal of another community, a key has no role.
  const held = key && key.communityId !== portal.communityId ? null : portal.role;
  return {
    portalId,
    communityId: provenCommunityId(portal.communityId),
    communityName: portal.communityName,
    reporting: reporting.parse(portal.reporting),
    reportReview: reportReview.parse(portal.reportReview),
    userId,
    role: held !== null && portal.isKnown ? weakerRole(roleSchema.parse(held), key?.atMost) : null,
    key,
    reach,
    hasSecondStep,
    hasOpenParts,
    ...(!isOnline && { passTo: portalId }),
    network: networkOf(address),
  };
}
