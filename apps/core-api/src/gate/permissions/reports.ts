import type { PermissionRule } from "./rule.ts";

export const reportsPermissions = {
  "reports.visit": { audience: "anyone" },
  // Each portal says who may report: the service decides.
  "reports.send": { audience: "anyone" },
  "reports.moderate": { audience: "moderator" },
  "reports.configure": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
