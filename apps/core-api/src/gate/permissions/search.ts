import type { PermissionRule } from "./rule.ts";

export const searchPermissions = {
  "search.suggest": { audience: "anyone" },
  "search.manage": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
