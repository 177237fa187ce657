import type { PermissionRule } from "./rule.ts";

export const membersPermissions = {
  "invitations.read": { audience: "anyone" },
  "invitations.accept": { audience: "signed-in" },
  // The role and request of a visitor of a portal, and whether the community takes requests.
  "requests.visit": { audience: "anyone" },
  "requests.send": { audience: "signed-in" },
  "requests.decide": { audience: "manager", byDelegation: "members" },
  "requests.set-rules": { audience: "manager" },
  "members.list": { audience: "moderator", byDelegation: "members" },
  "members.read": { audience: "moderator" },
  // To invite and to suspend: by an organisation up to the role that the community allows.
  "members.admit": { audience: "manager", byDelegation: "members" },
  "members.manage": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
