import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Role } from "@archipel/contracts/members.ts";
import type { StatementLimits } from "./statement-limits.ts";

/** The community key that a program calls with: it acts as its person, with at most this role. */
export interface KeyLimits {
  id: string;
  atMost: Role;
}
/** A person's call. `userId` null is an anonymous visitor; `communityId` limits the person's rights to that community. */
export type TenantScope = {
  role: "tenant";
  userId: string | null;
  communityId: CommunityId | null;
  key?: KeyLimits | undefined;
};
/** A job, confined to one community; `keyId` when the job was requested with a key of the community. */
export type WorkerScope = { role: "worker"; communityId: CommunityId; keyId?: string | undefined };
/** The platform itself: identity hub, look-up of memberships, actions of operators. */
export type SystemScope = { role: "system" };
export type Scope = TenantScope | WorkerScope | SystemScope;

const databaseRole = { tenant: "archipel_app", worker: "archipel_worker", system: "archipel_system" } as const;

/**
 * Opens a scope: the person, the community, and the role whose policies apply. One round trip; everything ends with the transaction
 * (`set_config('role', …, true)` is SET LOCAL ROLE).
 */
export const OPEN_SCOPE_SQL = `SELECT set_config('archipel.user_id', $1, true), set_config('archipel.community_id', $2, true), set_config('role', $3, true),
    set_config('archipel.key_id', $4, true), set_config('archipel.at_most', $5, true)`;

/** The same for a call whose statements have limits: their milliseconds, and the parallel workers that they may use (empty: as configured). */
export const OPEN_LIMITED_SCOPE_SQL = `${OPEN_SCOPE_SQL}, set_config('statement_timeout', $6, true),
    set_config('max_parallel_workers_per_gather', coalesce(nullif($7, ''), current_setting('max_parallel_workers_per_gather')), true)`;

/** The two parameters that `OPEN_LIMITED_SCOPE_SQL` has beyond those of the scope. */
export function limitParams({ milliseconds, isParallel }: StatementLimits): [milliseconds: string, workers: string] {
  return [String(milliseconds), isParallel ? "" : "0"];
}

/**
 * The parameters of `OPEN_SCOPE_SQL`, in order.
 *
 * @throws when the scope has no known role: without a role, statements would run as the login itself
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
