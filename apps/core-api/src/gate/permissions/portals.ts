import type { PermissionRule } from "./rule.ts";

export const portalsPermissions = {
  "portals.visit": { audience: "anyone" },
  "portals.read": { audience: "member", openToKeys: true },
  "portals.manage": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
