import type { PermissionRule } from "./rule.ts";

export const visitsPermissions = {
  // Each page that a browser opens on a portal.
  "visits.count": { audience: "anyone" },
  "visits.read": { audience: "manager" },
  "visits.manage": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
