import type { PermissionRule } from "./rule.ts";

export const notificationsPermissions = {
  "notifications.read": { audience: "signed-in" },
  "notifications.edit": { audience: "signed-in", evenFrozen: true },
  // For a person at the machine of an instance without SMTP; the route refuses other addresses.
  "mailbox.read": { audience: "anyone" },
} as const satisfies Record<string, PermissionRule>;
