import type { PermissionRule } from "./rule.ts";

export const deliveriesPermissions = {
  "uploads.read": { audience: "contributor", openToKeys: true },
  "uploads.create": { audience: "contributor", openToKeys: true },
  "uploads.edit": { audience: "contributor", openToKeys: true },
  "uploads.publish": { audience: "manager", openToKeys: true },
  "checks.read": { audience: "contributor", openToKeys: true },
  "checks.run": { audience: "contributor", openToKeys: true },
} as const satisfies Record<string, PermissionRule>;
