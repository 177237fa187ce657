import type { PermissionRule } from "./rule.ts";

export const grantsPermissions = {
  "grants.give": { audience: "manager", byDelegation: "grants" },
  // What is known of the people who read, and the requests that they send.
  "grants.manage": { audience: "manager" },
  // What one may read of a dataset, and why not more; also of one that the caller never had a right to, which is then not found.
  "grants.explain": { audience: "signed-in" },
  // The same by HTTP, for programs too. A visitor reads all of public data, and finds nothing else.
  "grants.look-up": { audience: "anyone", openToKeys: true },
  "grants.ask": { audience: "signed-in" },
} as const satisfies Record<string, PermissionRule>;
