import type { PermissionRule } from "./rule.ts";

export const accessPermissions = {
  // A program asks which key it holds.
  "keys.introduce": { audience: "anyone", openToKeys: true },
  "keys.manage": { audience: "signed-in" },
  "keys.administer": { audience: "manager" },
  "grants.manage": { audience: "manager" },
  // What one may read of a dataset, and why not more; also of one that the caller never had a right to, which is then not found.
  "grants.explain": { audience: "signed-in" },
  "grants.ask": { audience: "signed-in" },
} as const satisfies Record<string, PermissionRule>;
