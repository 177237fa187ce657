import type { CommunityKeyScope } from "@archipel/contracts/access.ts";
import { type Role, roles } from "@archipel/contracts/members.ts";
import { accessPermissions } from "./permissions/access.ts";
import { alertsPermissions } from "./permissions/alerts.ts";
import { answersPermissions } from "./permissions/answers.ts";
import { attachmentsPermissions } from "./permissions/attachments.ts";
import { auditPermissions } from "./permissions/audit.ts";
import { basemapPermissions } from "./permissions/basemap.ts";
import { binPermissions } from "./permissions/bin.ts";
import { cloudsPermissions } from "./permissions/clouds.ts";
import { communitiesPermissions } from "./permissions/communities.ts";
import { contributionsPermissions } from "./permissions/contributions.ts";
import { datasetsPermissions } from "./permissions/datasets.ts";
import { deliveriesPermissions } from "./permissions/deliveries.ts";
import { domainsPermissions } from "./permissions/domains.ts";
import { elevationPermissions } from "./permissions/elevation.ts";
import { featuresPermissions } from "./permissions/features.ts";
import { filtersPermissions } from "./permissions/filters.ts";
import { followsPermissions } from "./permissions/follows.ts";
import { grantsPermissions } from "./permissions/grants.ts";
import { groupsPermissions } from "./permissions/groups.ts";
import { identityPermissions } from "./permissions/identity.ts";
import { jobsPermissions } from "./permissions/jobs.ts";
import { layersPermissions } from "./permissions/layers.ts";
import { livePermissions } from "./permissions/live.ts";
import { mapsPermissions } from "./permissions/maps.ts";
import { membersPermissions } from "./permissions/members.ts";
import { modelsPermissions } from "./permissions/models.ts";
import { notificationsPermissions } from "./permissions/notifications.ts";
import { organisationsPermissions } from "./permissions/organisations.ts";
import { platformPermissions } from "./permissions/platform.ts";
import { portalsPermissions } from "./permissions/portals.ts";
import { processingPermissions } from "./permissions/processing.ts";
import { qualityPermissions } from "./permissions/quality.ts";
import { reportsPermissions } from "./permissions/reports.ts";
import type { Audience, Delegation, PermissionRule } from "./permissions/rule.ts";
import { searchPermissions } from "./permissions/search.ts";
import { sitePermissions } from "./permissions/site.ts";
import { updatesPermissions } from "./permissions/updates.ts";
import { usagePermissions } from "./permissions/usage.ts";
import { visitsPermissions } from "./permissions/visits.ts";

/**
 * Every permission of the platform. Each procedure and each route declares one; the matrix test walks them all. Row-level security
 * (prisma/policies) states the same rules a second time.
 */
export const permissions = {
  ...accessPermissions,
  ...answersPermissions,
  ...attachmentsPermissions,
  ...auditPermissions,
  ...basemapPermissions,
  ...cloudsPermissions,
  ...communitiesPermissions,
  ...contributionsPermissions,
  ...datasetsPermissions,
  ...deliveriesPermissions,
  ...domainsPermissions,
  ...elevationPermissions,
  ...featuresPermissions,
  ...filtersPermissions,
  ...followsPermissions,
  ...grantsPermissions,
  ...groupsPermissions,
  ...identityPermissions,
  ...jobsPermissions,
  ...layersPermissions,
  ...livePermissions,
  ...mapsPermissions,
  ...membersPermissions,
  ...modelsPermissions,
  ...notificationsPermissions,
  ...organisationsPermissions,
  ...platformPermissions,
  ...portalsPermissions,
  ...processingPermissions,
  ...qualityPermissions,
  ...reportsPermissions,
  ...searchPermissions,
  ...alertsPermissions,
  ...sitePermissions,
  ...binPermissions,
  ...updatesPermissions,
  ...usagePermissions,
  ...visitsPermissions,
} as const;

export type Permission = keyof typeof permissions;
/** The permissions of one audience: `PermissionOf<"anyone">`. */
export type PermissionOf<A extends Audience> = {
  [P in Permission]: (typeof permissions)[P]["audience"] extends A ? P : never;
}[Permission];

/** Whether a write with this permission is also possible in what is read-only. */
export function isAllowedFrozen(permission: Permission): boolean {
  const rule: PermissionRule = permissions[permission];
  return rule.evenFrozen === true;
}

/** Whether the permission also holds in a community that is archived, or deleted and not yet erased. */
export function isAllowedClosed(permission: Permission): boolean {
  const rule: PermissionRule = permissions[permission];
  return rule.evenClosed === true;
}

/** What a community can give to an organisation so that its people have the permission. */
export function delegationOf(permission: Permission): Delegation | null {
  const rule: PermissionRule = permissions[permission];
  return rule.byDelegation ?? null;
}

/** Whether a role in a community is enough for an audience that is a role. */
export function roleSuffices(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/** Whether a program may use the permission with a community's key, within the role of that key. */
export function isOpenToKeys(permission: Permission): boolean {
  const rule: PermissionRule = permissions[permission];
  return rule.openToKeys === true;
}

/** The maximum role of a community's key, whatever the role of its maker. */
export const roleOfKey: Readonly<Record<CommunityKeyScope, Role>> = { read: "member", contribute: "contributor", produce: "manager" };

/** The weakest scope of a community's key that acts in a role. */
export function scopeOfRole(needed: Role): CommunityKeyScope {
  return (["read", "contribute", "produce"] as const).find((scope) => roleSuffices(roleOfKey[scope], needed)) ?? "produce";
}
