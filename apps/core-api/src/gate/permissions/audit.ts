import type { PermissionRule } from "./rule.ts";

export const auditPermissions = {
  "audit.read": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
