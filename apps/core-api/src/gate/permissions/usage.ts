import type { PermissionRule } from "./rule.ts";

export const usagePermissions = {
  "usage.administer": { audience: "operator" },
} as const satisfies Record<string, PermissionRule>;
