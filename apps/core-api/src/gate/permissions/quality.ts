import type { PermissionRule } from "./rule.ts";

export const qualityPermissions = {
  "quality.view": { audience: "anyone", openToKeys: true },
  "quality.rate": { audience: "signed-in" },
  "quality.confirm": { audience: "contributor" },
  "quality.moderate": { audience: "moderator" },
  "labels.vote": { audience: "member" },
  "labels.manage": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
