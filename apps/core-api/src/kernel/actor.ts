import type { CommunityKeyScope } from "@archipel/contracts/access.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Role } from "@archipel/contracts/members.ts";
import type { Reporting } from "@archipel/contracts/reports.ts";
import type { KeyLimits, TenantScope } from "@archipel/database/scope.ts";

/** Who calls. Anonymous visitors have no `userId`; a suspended account counts as anonymous where anyone may enter. */
export interface Actor {
  userId: string | null;
  isOperator: boolean;
  isSuspended: boolean;
  /** Set when a program calls with a key, a person's own or a community's. */
  keyScope?: CommunityKeyScope;
  /** Set when that key is a community's: the program acts as the person who made it, there alone. */
  key?: CommunityKeyLimits;
}

/** What a community's key confines its bearer to: one community, and a role that is never exceeded. */
export interface CommunityKeyLimits extends KeyLimits {
  communityId: CommunityId;
}

/** A caller who is signed in. */
export interface Person extends Actor {
  userId: string;
}

/** A caller proven to hold a role in the community that the call names. */
export interface MemberActor extends Person {
  communityId: CommunityId;
  role: Role;
}

export const anonymous: Actor = { userId: null, isOperator: false, isSuspended: false };

/** A caller at a live portal: what is reached through it is confined to its community. A suspended account visits as nobody. */
export interface PortalVisit {
  portalId: string;
  communityId: CommunityId;
  communityName: string;
  reporting: Reporting;
  userId: string | null;
  /** The caller's role in the portal's community. */
  role: Role | null;
  /** Where the call comes from (IP), for limits of what people without an account may do. */
  address: string;
}

/** The database scope of a caller outside any one community; a community's key never leaves its own. */
export function scopeOf({ userId, key }: Actor): Omit<TenantScope, "role"> {
  return { userId, communityId: key?.communityId ?? null, key };
}

/** The database scope of a member's call, for raw SQL: their own rights, in the one community. */
export function memberScope({ userId, communityId, key }: MemberActor): TenantScope {
  return { role: "tenant", userId, communityId, key };
}
