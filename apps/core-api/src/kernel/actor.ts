import type { CommunityKeyScope, KeyService } from "@archipel/contracts/access.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Role } from "@archipel/contracts/members.ts";
import type { Reporting, ReportReview } from "@archipel/contracts/reports.ts";
import type { EditorScope, KeyLimits, Reach, TenantScope } from "@archipel/database/scope.ts";

/** The caller. Anonymous visitors have no `userId`; where anyone may enter, a suspended account counts as anonymous. */
export interface Actor {
  userId: string | null;
  isOperator: boolean;
  isSuspended: boolean;
  /** Whether the session, or the session that made the program's key, proved two factors. Unset: no. */
  hasSecondStep?: boolean;
  /** Set for a visitor while some grant on the platform is to everyone: only then is a part of data looked for that visitors may read. */
  hasOpenParts?: boolean;
  /** Set when a program calls with a key of a person or a community. */
  keyScope?: CommunityKeyScope;
  /** Set when it is a community's key: the program acts as the person who made it, only in this community. */
  key?: CommunityKeyLimits;
  /** Set when a program calls: the key, and the services that it opens; empty: all. */
  program?: Program;
  /** Set when the program is limited to named datasets and layers. */
  reach?: Reach;
  /** Set for a manager's look as a subject of grants that is no person. It has no account, so that nothing else can be reached by it. */
  viewedAs?: string;
  /** Set for a visitor with a pass: the portal that is not online and that they may see. */
  passTo?: string;
}

export interface Program {
  /** The id of its key, or of what a person allows an application. */
  keyId: string;
  services: readonly KeyService[];
  /** Set for an application of a partner. */
  applicationId?: string;
}

/** Limits of a community's key: one community, and a maximum role. */
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
  /** The caller holds no role that edits: what they edit comes from grants. Then `role` says `member`, although they may not be one. */
  byGrants?: true;
  /** Set when the person acts by an organisation, to which the community gives the right; `role` is then the weakest. */
  organisation?: ActingOrganisation;
}

/** A caller proven to have a role in the organisation that the call names. */
export interface OrganisationActor extends Person {
  organisationId: string;
  organisationRole: "reader" | "manager";
}

export interface ActingOrganisation {
  id: string;
  /** The strongest role of the members that it administers; null: it administers none. */
  membersUpTo: Role | null;
}

export const anonymous: Actor = { userId: null, isOperator: false, isSuspended: false };

/** A caller at a live portal. What the call reads is confined to the portal's community. A suspended account counts as anonymous. */
export interface PortalVisit {
  portalId: string;
  communityId: CommunityId;
  communityName: string;
  reporting: Reporting;
  reportReview: ReportReview;
  userId: string | null;
  /** The caller's role in the portal's community. */
  role: Role | null;
  /** The community's key that the caller uses, if any. */
  key?: CommunityKeyLimits | undefined;
  reach?: Reach | undefined;
  hasSecondStep?: boolean | undefined;
  /** As of `Actor`. */
  hasOpenParts?: boolean | undefined;
  /** As of `Actor`. */
  passTo?: string | undefined;
  /** The network that the call came from, for limits on people without an account. */
  network: string;
}

/** The database scope of a caller outside any one community. A community's key stays in its community. */
export function scopeOf({ userId, key, reach, hasSecondStep, viewedAs, passTo }: Actor): Omit<TenantScope, "role"> {
  return { userId, communityId: key?.communityId ?? null, key, reach, hasSecondStep, viewedAs, passTo };
}

/** The database scope of a member's call, for raw SQL: the member's rights, in the one community. */
export function memberScope({ userId, communityId, key, reach, hasSecondStep, organisation }: MemberActor): TenantScope {
  return { role: "tenant", userId, communityId, key, reach, hasSecondStep, organisation };
}

/**
 * The database scope of a person who edits: by their role, the community's; by grants, that of their own contributions. There, grants are judged as
 * for any call of the person: outside any one community.
 */
export function editorScope(actor: MemberActor): TenantScope | EditorScope {
  return actor.byGrants ? { role: "editor", ...scopeOf(actor) } : memberScope(actor);
}

/** The visitor of a portal as a caller: all that they may see, of whatever community, by roles and by grants. */
export function callerOf({ userId, key, reach, hasSecondStep, hasOpenParts, passTo }: PortalVisit): Actor {
  const actor: Actor = { userId, isOperator: false, isSuspended: false };
  if (key) actor.key = key;
  if (reach) actor.reach = reach;
  if (hasSecondStep) actor.hasSecondStep = hasSecondStep;
  // A suspended account reads what visitors do.
  if (hasOpenParts) actor.hasOpenParts = hasOpenParts;
  if (passTo) actor.passTo = passTo;
  return actor;
}

/** The database scope of a visitor of a portal: the caller's rights, in the portal's community. */
export function visitorScope({ userId, communityId, key, reach, hasSecondStep, passTo }: PortalVisit): TenantScope {
  return { role: "tenant", userId, communityId, key, reach, hasSecondStep, passTo };
}

/** The database scope of what a visit shows to everyone: no account's rights, and the portal even if it is not online yet. */
export function everyoneAt({ passTo }: Pick<PortalVisit, "passTo">): Omit<TenantScope, "role"> {
  return scopeOf(passTo ? { ...anonymous, passTo } : anonymous);
}
