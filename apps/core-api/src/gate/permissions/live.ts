import type { PermissionRule } from "./rule.ts";

export const livePermissions = {
  // The service decides layer by layer; a contribution and a person's notices need their own permission.
  "live.follow": { audience: "anyone" },
} as const satisfies Record<string, PermissionRule>;
