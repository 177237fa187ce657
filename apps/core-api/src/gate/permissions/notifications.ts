import type { PermissionRule } from "./rule.ts";

export const notificationsPermissions = {
  "notices.read": { audience: "signed-in" },
  "notices.edit": { audience: "signed-in" },
  // For a person at the machine of an instance without SMTP; the route refuses other addresses.
  "mailbox.read": { audience: "anyone" },
} as const satisfies Record<string, PermissionRule>;
