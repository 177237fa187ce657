import type { PermissionRule } from "./rule.ts";

export const filtersPermissions = {
  "filters.keep": { audience: "moderator" },
} as const satisfies Record<string, PermissionRule>;
