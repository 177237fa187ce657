import type { PermissionRule } from "./rule.ts";

export const basemapPermissions = {
  "basemap.view": { audience: "anyone", openToKeys: true },
} as const satisfies Record<string, PermissionRule>;
