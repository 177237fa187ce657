import type { PermissionRule } from "./rule.ts";

export const followsPermissions = {
  "follows.keep": { audience: "signed-in" },
  // A guest's mailbox is asked first, within limits.
  "follows.ask": { audience: "anyone" },
  // By the signed link of a mail: anyone who has it.
  "follows.stop": { audience: "anyone" },
} as const satisfies Record<string, PermissionRule>;
