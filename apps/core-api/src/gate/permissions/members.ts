import type { PermissionRule } from "./rule.ts";

export const membersPermissions = {
  "invitations.read": { audience: "anyone" },
  "invitations.accept": { audience: "signed-in" },
  "members.read": { audience: "moderator" },
  "members.manage": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
