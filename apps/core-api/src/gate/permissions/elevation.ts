import type { PermissionRule } from "./rule.ts";

export const elevationPermissions = {
  // Anyone who may see the dataset: row-level security decides.
  "elevation.view": { audience: "anyone" },
  // What models of heights are made of; managers make them.
  "elevation.read": { audience: "contributor", openToKeys: true },
  "elevation.manage": { audience: "manager", openToKeys: true },
} as const satisfies Record<string, PermissionRule>;
