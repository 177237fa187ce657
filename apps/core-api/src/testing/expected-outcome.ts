import { type Role, roles } from "@archipel/contracts/members.ts";
import type { Audience, Delegation } from "../gate/permissions/rule.ts";
import { delegationOf, isOpenToKeys, type Permission, permissions, roleOfKey, roleSuffices } from "../gate/permissions.ts";
import { type Caller, isKeyCaller, type KeyCaller, type OrganisationCaller } from "./permission-world.ts";

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
  if (audience === "organisation-reader" || audience === "organisation-manager") throw new Error(`${permission} is an organisation's`);
  // The key's maker is a manager, so only the key can be too weak.
  return roleSuffices(role, audience) ? "allowed" : "FORBIDDEN key-too-weak";
}

const isOrganisationCaller = (caller: Caller): caller is OrganisationCaller =>
  caller === "organisationReader" || caller === "organisationManager";

/** The world's community gives everything: to managers of the organisation what managers do, to all its people to read. */
function mayDelegated(delegation: Delegation | null, caller: OrganisationCaller): boolean {
  return delegation !== null && (delegation === "reading" || caller === "organisationManager");
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
  if (audience === "organisation-reader" || audience === "organisation-manager") {
    if (!isOrganisationCaller(caller)) return "NOT_FOUND organisation-not-found";
    return audience === "organisation-manager" && caller === "organisationReader" ? "FORBIDDEN organisation-managers-only" : "allowed";
  }
  if (isOrganisationCaller(caller)) return mayDelegated(delegationOf(permission), caller) ? "allowed" : "NOT_FOUND community-not-found";
  const role: Role | undefined = roles.find((known) => known === caller);
  if (!role) return "NOT_FOUND community-not-found";
  return roleSuffices(role, audience) ? "allowed" : "FORBIDDEN role-too-weak";
}
