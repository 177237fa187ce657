import type { PermissionRule } from "./rule.ts";

export const cloudsPermissions = {
  // Anyone who may see the layer: row-level security decides.
  "clouds.view": { audience: "anyone", openToKeys: true },
  // The same people. It changes nothing that is published, so a read-only community allows it.
  "clouds.extract": { audience: "anyone", openToKeys: true, evenFrozen: true },
  "clouds.read": { audience: "contributor" },
  "clouds.manage": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
