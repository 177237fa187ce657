import type { PermissionRule } from "./rule.ts";

export const groupsPermissions = {
  "groups.manage": { audience: "manager" },
  // The groups in which one is, to see and to leave them.
  "groups.own": { audience: "signed-in" },
} as const satisfies Record<string, PermissionRule>;
