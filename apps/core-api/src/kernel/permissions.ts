import type { CommunityKeyScope } from "@archipel/contracts/access.ts";
import { type Role, roles } from "@archipel/contracts/members.ts";

/** Who may: anyone, any signed-in person, operators of the platform, or a role (and the stronger ones) in the named community. */
export type Audience = "anyone" | "signed-in" | "operator" | Role;

/**
 * Every permission of the platform. Each procedure and door declares one; the matrix test walks them all. Row-level security
 * (prisma/migrations) says the same a second time.
 */
export const permissions = {
  "portals.visit": "anyone",
  "datasets.browse": "anyone",
  "layers.view": "anyone",
  "features.view": "anyone",
  "search.suggest": "anyone",
  "identity.read": "anyone",
  "invitations.read": "anyone",
  "contributions.rights": "anyone",
  "keys.introduce": "anyone",
  "quality.view": "anyone",
  "reports.visit": "anyone",
  // Whom a portal lets report is its own rule: the service asks it.
  "reports.send": "anyone",

  "identity.edit": "signed-in",
  "quality.rate": "signed-in",
  "invitations.accept": "signed-in",
  "notices.read": "signed-in",
  "notices.edit": "signed-in",
  "keys.manage": "signed-in",

  "communities.administer": "operator",
  "people.administer": "operator",

  "communities.read": "member",
  "portals.read": "member",
  "datasets.read": "member",
  "labels.vote": "member",

  "uploads.read": "contributor",
  "uploads.create": "contributor",
  "uploads.edit": "contributor",
  "checks.read": "contributor",
  "checks.run": "contributor",
  "models.read": "contributor",
  "jobs.read": "contributor",
  // A file for oneself; a layer is the managers' to make: the service asks.
  "processings.run": "contributor",
  "contributions.read": "contributor",
  "revisions.read": "contributor",
  "contributions.create": "contributor",
  "quality.confirm": "contributor",

  "members.read": "moderator",
  "contributions.review": "moderator",
  "quality.moderate": "moderator",
  "reports.moderate": "moderator",
  "filters.keep": "moderator",

  "communities.edit": "manager",
  "members.manage": "manager",
  "portals.manage": "manager",
  "reports.configure": "manager",
  "datasets.manage": "manager",
  "labels.manage": "manager",
  "layers.manage": "manager",
  "uploads.publish": "manager",
  "models.manage": "manager",
  "updates.manage": "manager",
  "jobs.manage": "manager",
  "audit.read": "manager",
  "keys.administer": "manager",
} as const satisfies Record<string, Audience>;

export type Permission = keyof typeof permissions;
/** The permissions of one audience: `PermissionOf<"anyone">`. */
export type PermissionOf<A extends Audience> = { [P in Permission]: (typeof permissions)[P] extends A ? P : never }[Permission];

/** Whether a role in a community is enough for an audience that is a role. */
export function roleSuffices(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/**
 * What the key of a community opens, within its role: the work of producers. People, keys, portals and the community's own settings are
 * never a program's.
 */
const openToKeys: ReadonlySet<Permission> = new Set([
  "keys.introduce",
  "layers.view",
  "features.view",
  "quality.view",
  "communities.read",
  "portals.read",
  "datasets.read",
  "revisions.read",
  "uploads.read",
  "uploads.create",
  "uploads.edit",
  "uploads.publish",
  "checks.read",
  "checks.run",
  "models.read",
  "updates.manage",
  "processings.run",
  "jobs.read",
  "jobs.manage",
] satisfies Permission[]);

export function isOpenToKeys(permission: Permission): boolean {
  return openToKeys.has(permission);
}

/** The strongest role that a community's key acts in, whatever its maker's. */
export const roleOfKey: Readonly<Record<CommunityKeyScope, Role>> = { read: "member", contribute: "contributor", produce: "manager" };
