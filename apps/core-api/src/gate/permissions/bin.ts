import type { PermissionRule } from "./rule.ts";

export const binPermissions = {
  // What uses a thing before it is deleted, what was deleted, and the way back.
  "bin.manage": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
