import type { PermissionRule } from "./rule.ts";

export const answersPermissions = {
  "answers.view": { audience: "anyone", openToKeys: true },
  "answers.manage": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
