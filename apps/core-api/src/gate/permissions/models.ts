import type { PermissionRule } from "./rule.ts";

export const modelsPermissions = {
  "models.read": { audience: "contributor", openToKeys: true },
  "models.manage": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
