import type { PermissionRule } from "./rule.ts";

export const featuresPermissions = {
  "features.view": { audience: "anyone", openToKeys: true },
  // A key that only reads is refused by the route.
  "features.write": { audience: "contributor", openToKeys: true },
} as const satisfies Record<string, PermissionRule>;
