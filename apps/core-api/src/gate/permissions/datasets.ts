import type { PermissionRule } from "./rule.ts";

export const datasetsPermissions = {
  "datasets.browse": { audience: "anyone" },
  // Anyone who may see the dataset: row-level security decides.
  "datasets.download": { audience: "anyone", openToKeys: true },
  "datasets.read": { audience: "member", openToKeys: true, byDelegation: "reading" },
  "datasets.manage": { audience: "manager" },
} as const satisfies Record<string, PermissionRule>;
