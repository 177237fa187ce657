import type { PermissionRule } from "./rule.ts";

export const platformPermissions = {
  // The operator's network restricts who reaches these addresses.
  "platform.observe": { audience: "anyone", openToKeys: true },
  // Every procedure declares a permission of its own.
  "procedures.call": { audience: "anyone", openToKeys: true },
} as const satisfies Record<string, PermissionRule>;
