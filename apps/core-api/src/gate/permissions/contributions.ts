import type { PermissionRule } from "./rule.ts";

export const contributionsPermissions = {
  "contributions.rights": { audience: "anyone" },
  "contributions.read": { audience: "contributor" },
  "contributions.create": { audience: "contributor" },
  "contributions.review": { audience: "moderator" },
} as const satisfies Record<string, PermissionRule>;
