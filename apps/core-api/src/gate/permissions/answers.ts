import type { PermissionRule } from "./rule.ts";

export const answersPermissions = {
  "answers.view": { audience: "anyone", openToKeys: true },
  // Short links: made within limits, opened by anyone who has one.
  // A short address of what the portal says anyway.
  "answers.share": { audience: "anyone", evenFrozen: true },
  "answers.manage": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
