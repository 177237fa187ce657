import type { PermissionRule } from "./rule.ts";

export const searchPermissions = {
  "search.suggest": { audience: "anyone" },
} as const satisfies Record<string, PermissionRule>;
