import type { PermissionRule } from "./rule.ts";

export const attachmentsPermissions = {
  // Anyone who may see the dataset: row-level security decides.
  "attachments.download": { audience: "anyone", openToKeys: true },
} as const satisfies Record<string, PermissionRule>;
