import type { PermissionRule } from "./rule.ts";

export const domainsPermissions = {
  "domains.manage": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
