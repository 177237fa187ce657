import type { Role } from "@archipel/contracts/members.ts";

/** Who may: anyone, any signed-in person, operators of the platform, or a role (and the stronger ones) in the named community. */
export type Audience = "anyone" | "signed-in" | "operator" | Role;

export interface PermissionRule {
  audience: Audience;
  /**
   * A program may use it with the key of a community, within the key's role: the work of producers. People, keys, portals and a
   * community's settings stay closed to programs. Closed by default.
   */
  openToKeys?: true;
  /** A write that a read-only community or portal allows too, because it changes nothing that is published. Refused by default. */
  evenFrozen?: true;
  /** It also works in a community that is archived, or deleted and not yet erased. */
  evenClosed?: true;
}
