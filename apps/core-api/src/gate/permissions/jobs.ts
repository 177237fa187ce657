import type { PermissionRule } from "./rule.ts";

export const jobsPermissions = {
  "jobs.read": { audience: "contributor", openToKeys: true },
  "jobs.administer": { audience: "operator" },
  "jobs.manage": { audience: "manager", openToKeys: true },
} as const satisfies Record<string, PermissionRule>;
