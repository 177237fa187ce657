import type { PermissionRule } from "./rule.ts";

export const accessPermissions = {
  // A program asks which key it holds.
  "keys.introduce": { audience: "anyone", openToKeys: true },
  "keys.manage": { audience: "signed-in" },
  "keys.administer": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
