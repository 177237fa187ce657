import type { PermissionRule } from "./rule.ts";

export const mapsPermissions = {
  "maps.visit": { audience: "anyone" },
  "maps.keep": { audience: "member" },
  "maps.publish": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
