import type { PermissionRule } from "./rule.ts";

export const membersPermissions = {
  "invitations.read": { audience: "anyone" },
  "invitations.accept": { audience: "signed-in" },
  // The role and request of a visitor of a portal, and whether the community takes requests.
  "requests.visit": { audience: "anyone" },
  "requests.send": { audience: "signed-in" },
  "requests.decide": { audience: "manager" },
  "members.read": { audience: "moderator" },
  "members.manage": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
