import type { KeyScope } from "@archipel/contracts/access.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Role } from "@archipel/contracts/members.ts";
import type { Reporting } from "@archipel/contracts/reports.ts";
import type { TenantScope } from "@archipel/database/scope.ts";

/** Who calls. Anonymous visitors have no `userId`; a suspended account counts as anonymous where anyone may enter. */
export interface Actor {
  userId: string | null;
  isOperator: boolean;
  isSuspended: boolean;
  /** Set when a person's program calls with one of their keys. */
  keyScope?: KeyScope;
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

/** The database scope of a caller outside any one community. */
export function scopeOf(actor: Actor): { userId: string | null; communityId: null } {
  return { userId: actor.userId, communityId: null };
}

/** The database scope of a member's call, for raw SQL: their own rights, in the one community. */
export function memberScope({ userId, communityId }: MemberActor): TenantScope {
  return { role: "tenant", userId, communityId };
}
