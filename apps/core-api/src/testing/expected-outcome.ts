import { type Role, roles } from "@archipel/contracts/members.ts";
import type { Audience } from "../gate/permissions/rule.ts";
import { isOpenToKeys, type Permission, permissions, roleOfKey, roleSuffices } from "../gate/permissions.ts";
import { type Caller, isKeyCaller, type KeyCaller } from "./permission-world.ts";

/** The outcome of a call: `allowed`, or the kind and code of the error. */
export type Outcome =
  | "allowed"
  | "UNAUTHORIZED sign-in-first"
  | `FORBIDDEN ${string}`
  | `NOT_FOUND ${string}`
  | `CONFLICT ${string}`
  | `UNPROCESSABLE_CONTENT ${string}`;

/** The role of a program's call; null outside its key's community. */
const keyRoles: Record<KeyCaller, Role | null> = {
  readingKey: roleOfKey.read,
  contributingKey: roleOfKey.contribute,
  producingKey: roleOfKey.produce,
  keyOfAnother: null,
};

function expectedOfKey(permission: Permission, audience: Audience, caller: KeyCaller): Outcome {
  if (!isOpenToKeys(permission)) return "FORBIDDEN key-not-for-this";
  if (audience === "anyone") return "allowed";
  const role = keyRoles[caller];
  if (role === null) return "NOT_FOUND community-not-found";
  if (audience === "signed-in" || audience === "operator") throw new Error(`${permission} is open to keys, and no role's`);
  // The key's maker is a manager, so only the key can be too weak.
  return roleSuffices(role, audience) ? "allowed" : "FORBIDDEN key-too-weak";
}

/** The expected outcome, derived from the permission alone. */
export function expectedOutcome(permission: Permission, caller: Caller): Outcome {
  const audience: Audience = permissions[permission].audience;
  if (isKeyCaller(caller)) return expectedOfKey(permission, audience, caller);
  if (audience === "anyone") return "allowed";
  if (caller === "anonymous") return "UNAUTHORIZED sign-in-first";
  if (caller === "suspended") return "FORBIDDEN account-suspended";
  if (audience === "signed-in") return "allowed";
  if (audience === "operator") return caller === "operator" ? "allowed" : "FORBIDDEN operators-only";
  const role: Role | undefined = roles.find((known) => known === caller);
  if (!role) return "NOT_FOUND community-not-found";
  return roleSuffices(role, audience) ? "allowed" : "FORBIDDEN role-too-weak";
}
