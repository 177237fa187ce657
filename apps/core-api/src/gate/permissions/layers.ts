import type { PermissionRule } from "./rule.ts";

export const layersPermissions = {
  "layers.view": { audience: "anyone", openToKeys: true },
  // Anyone who may see the layer: row-level security decides.
  "layers.download": { audience: "anyone", openToKeys: true },
  "layers.manage": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
