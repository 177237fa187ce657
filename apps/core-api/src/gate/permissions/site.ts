import type { PermissionRule } from "./rule.ts";

export const sitePermissions = {
  "site.visit": { audience: "anyone" },
  "site.write": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
