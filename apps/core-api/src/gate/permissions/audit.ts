import type { PermissionRule } from "./rule.ts";

export const auditPermissions = {
  "audit.read": { audience: "manager" },
  "audit.read-own": { audience: "signed-in" },
  "audit.administer": { audience: "operator" },
} as const satisfies Record<string, PermissionRule>;
