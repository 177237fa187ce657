import type { PermissionRule } from "./rule.ts";

export const updatesPermissions = {
  "revisions.read": { audience: "contributor", openToKeys: true },
  "updates.manage": { audience: "manager", openToKeys: true },
} as const satisfies Record<string, PermissionRule>;
