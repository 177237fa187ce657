import type { PermissionRule } from "./rule.ts";

export const elevationPermissions = {
  // Anyone who may see the dataset: row-level security decides.
  "elevation.view": { audience: "anyone" },
} as const satisfies Record<string, PermissionRule>;
