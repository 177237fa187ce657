import type { PermissionRule } from "./rule.ts";

export const communitiesPermissions = {
  "communities.read": { audience: "member", openToKeys: true },
  "communities.edit": { audience: "manager" },
  "communities.administer": { audience: "operator" },
  // The right of exit: also of a community that nobody may write in, or that is closed.
  "communities.export": { audience: "manager", evenFrozen: true, evenClosed: true },
  "communities.close": { audience: "manager", evenFrozen: true, evenClosed: true },
  "communities.find-closed": { audience: "signed-in" },
  "communities.import": { audience: "operator" },
} as const satisfies Record<string, PermissionRule>;
