import type { PermissionRule } from "./rule.ts";

export const searchPermissions = {
  "search.suggest": { audience: "anyone" },
  // Areas by name, in the layers that the caller may read.
  "search.areas": { audience: "moderator" },
  "search.manage": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
