import type { Role } from "@archipel/contracts/members.ts";

/**
 * Who may: anyone, any signed-in person, operators of the platform, a role (and the stronger ones) in the named community, or one in the named
 * organisation.
 */
export type Audience = "anyone" | "signed-in" | "operator" | Role | "organisation-reader" | "organisation-manager";

/** What a community gives to an organisation. `reading` is for all its members, the others for its managers. */
export type Delegation = "reading" | "members" | "grants";

export interface PermissionRule {
  audience: Audience;
  /**
   * A program may use it with the key of a community, within the key's role: the work of producers. People, keys, portals and a
   * community's settings stay closed to programs. Closed by default.
   */
  openToKeys?: true;
  /** A write that a read-only community or portal allows too, because it changes nothing that is published. Refused by default. */
  evenFrozen?: true;
  /**
   * Also for people of an organisation to which the community gives this (modules/organisations). Closed by default, and
   * always to keys.
   */
  byDelegation?: Delegation;
  /** It also works in a community that is archived, or deleted and not yet erased. */
  evenClosed?: true;
}
