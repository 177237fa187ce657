import type { PermissionRule } from "./rule.ts";

export const answersPermissions = {
  "answers.view": { audience: "anyone", openToKeys: true },
  // Short links: made within limits, opened by anyone who has one.
  "answers.share": { audience: "anyone" },
  "answers.manage": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
