import type { PermissionRule } from "./rule.ts";

export const processingPermissions = {
  // A file for oneself. Only managers make a layer: the service decides.
  "processing.run": { audience: "contributor", openToKeys: true },
  // Contributors of the community that ran it: row-level security decides.
  "processing.download": { audience: "anyone", openToKeys: true },
} as const satisfies Record<string, PermissionRule>;
