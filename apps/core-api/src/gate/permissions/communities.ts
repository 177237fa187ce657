import type { PermissionRule } from "./rule.ts";

export const communitiesPermissions = {
  "communities.read": { audience: "member", openToKeys: true },
  "communities.edit": { audience: "manager" },
  "communities.administer": { audience: "operator" },
} as const satisfies Record<string, PermissionRule>;
