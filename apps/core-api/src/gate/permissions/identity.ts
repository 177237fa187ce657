import type { PermissionRule } from "./rule.ts";

export const identityPermissions = {
  "identity.read": { audience: "anyone" },
  // The pages and the protocol of the identity hub, and what sites ask it about a session.
  "identity.sign-in": { audience: "anyone" },
  "identity.edit": { audience: "signed-in" },
  "applications.manage": { audience: "signed-in" },
  "applications.administer": { audience: "manager" },
  "applications.oversee": { audience: "operator" },
  "identity.administer": { audience: "operator" },
} as const satisfies Record<string, PermissionRule>;
