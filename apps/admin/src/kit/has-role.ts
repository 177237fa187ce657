import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { type Role, roles } from "@archipel/contracts/members.ts";

/** Whether the person's role in a community is the needed one or a stronger one. For what pages show; core-api checks again. */
export function hasRole(community: MyCommunity, needed: Role): boolean {
  return roles.indexOf(community.role) >= roles.indexOf(needed);
}
