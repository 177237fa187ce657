import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Role } from "@archipel/contracts/members.ts";

/** The key of a community by which a program calls: it acts as its person, in this role at most. */
export interface KeyLimits {
  id: string;
  atMost: Role;
}
/** A person's call. `userId` null is an anonymous visitor; a `communityId` narrows all that the person may do to that community. */
export type TenantScope = {
  role: "tenant";
  userId: string | null;
  communityId: CommunityId | null;
  key?: KeyLimits | undefined;
};
/** A job, confined to one community; `keyId` when what it writes was asked for with a key of the community. */
export type WorkerScope = { role: "worker"; communityId: CommunityId; keyId?: string | undefined };
/** The platform itself: identity hub, look-up of memberships, operators' verbs. */
export type SystemScope = { role: "system" };
export type Scope = TenantScope | WorkerScope | SystemScope;

const databaseRole = { tenant: "archipel_app", worker: "archipel_worker", system: "archipel_system" } as const;

/**
 * Opens a scope: who, where, and the role whose policies hold. One round trip, and all of it ends with the transaction
 * (`set_config('role', …, true)` is SET LOCAL ROLE).
 */
export const OPEN_SCOPE_SQL = `SELECT set_config('archipel.user_id', $1, true), set_config('archipel.community_id', $2, true), set_config('role', $3, true),
    set_config('archipel.key_id', $4, true), set_config('archipel.at_most', $5, true)`;

/**
 * The parameters of `OPEN_SCOPE_SQL`, in order.
 *
 * @throws when the scope names no known role: without one, a statement would run as the login itself
 */
export function scopeParams(scope: Scope): [userId: string, communityId: string, role: string, keyId: string, atMost: string] {
  if (!Object.hasOwn(databaseRole, scope.role)) throw new Error(`no such scope: ${scope.role}`);
  const key = scope.role === "tenant" ? scope.key : undefined;
  const keyId = scope.role === "worker" ? scope.keyId : key?.id;
  return [
    scope.role === "tenant" ? (scope.userId ?? "") : "",
    scope.role === "system" ? "" : (scope.communityId ?? ""),
    databaseRole[scope.role],
    keyId ?? "",
    key?.atMost ?? "",
  ];
}
