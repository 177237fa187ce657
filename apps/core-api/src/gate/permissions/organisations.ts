import type { PermissionRule } from "./rule.ts";

export const organisationsPermissions = {
  // An operator makes one and invites its first manager.
  "organisations.administer": { audience: "operator" },
  "organisations.read": { audience: "organisation-reader" },
  "organisations.manage": { audience: "organisation-manager" },
  // The organisations in which one is, to see and to leave them.
  "organisations.own": { audience: "signed-in" },
  // What a community gives to organisations: its managers alone decide.
  "organisations.agree": { audience: "manager" },
  // To end it is always possible.
  "organisations.end": { audience: "manager", evenFrozen: true },
} as const satisfies Record<string, PermissionRule>;
