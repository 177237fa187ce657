import type { PermissionRule } from "./rule.ts";

export const alertsPermissions = {
  "alerts.visit": { audience: "anyone" },
  "alerts.write": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
