import { type CommunityId, provenCommunityId } from "@archipel/contracts/ids.ts";
import { type Role, role as roleSchema } from "@archipel/contracts/members.ts";
import type { Database } from "@archipel/database/database.ts";
import type { Actor, MemberActor, Person } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { actingRole, roleByIdentity } from "../modules/identity/second-factor/policy.ts";
import { delegationFor } from "../modules/organisations/delegation/service.ts";
import { assertWritable } from "./assert-writable.ts";
import { delegationOf, isAllowedClosed, type PermissionOf, permissions, roleSuffices, scopeOfRole } from "./permissions.ts";

/** The states in which managers still decide what becomes of their community. */
const OPEN_TO_MANAGERS = ["active", "archived", "deleted"];

/** @throws DomainError when the caller is a visitor, or their account is suspended */
export function signedIn(actor: Actor): Person {
  if (!actor.userId) throw new DomainError("not-signed-in", "sign-in-first");
  if (actor.isSuspended) throw new DomainError("forbidden", "account-suspended");
  return { ...actor, userId: actor.userId };
}

/**
 * Proves that the caller holds a permission in a community, and returns the branded `CommunityId` that queries require.
 *
 * @param wanted the community's id in the request
 * @param writes whether the call changes something: a read-only community refuses that
 * @throws DomainError when the caller does not hold it. A stranger gets "not found", which does not reveal whether the community exists
 */
export async function proveMember(
  core: Core,
  actor: Actor,
  wanted: string,
  permission: PermissionOf<Role>,
  { writes }: { writes: boolean },
): Promise<MemberActor> {
  const needed = permissions[permission].audience;
  const person = signedIn(actor);
  if (person.key && person.key.communityId !== wanted) throw new DomainError("not-found", "community-not-found");
  const states = isAllowedClosed(permission) ? OPEN_TO_MANAGERS : ["active"];
  const membership = await membershipIn(core.database, person.userId, wanted, states);
  const given = delegationOf(permission);
  if (given !== null && person.program === undefined && !(membership && suffices(membership, needed))) {
    const delegation = await delegationFor(core, { userId: person.userId, communityId: wanted }, given);
    if (delegation) {
      if (writes) await assertWritable(core, permission, { communityId: wanted });
      // The weakest role: services that ask for a stronger one refuse.
      const actor: MemberActor = { ...person, communityId: provenCommunityId(wanted), role: "member" };
      return delegation.organisation ? { ...actor, organisation: delegation.organisation } : actor;
    }
  }
  if (!membership) throw new DomainError("not-found", "community-not-found");
  const held = roleSchema.parse(membership.role);
  const identified = roleByIdentity(held, membership.identityFrom, membership.meetsIdentity);
  if (identified === null || (!roleSuffices(identified, needed) && roleSuffices(held, needed)))
    throw new DomainError("forbidden", "identity-needed");
  const acting = weakerRole(
    actingRole(held, membership.secondFactorFrom, membership.hasFactor || person.hasSecondStep === true),
    identified,
  );
  if (!roleSuffices(acting, needed) && roleSuffices(held, needed)) throw new DomainError("forbidden", "second-factor-needed");
  const role = weakerRole(acting, person.key?.atMost);
  if (!roleSuffices(role, needed) && roleSuffices(acting, needed)) {
    throw new DomainError("forbidden", "key-too-weak", { scope: scopeOfRole(needed) });
  }
  if (!roleSuffices(role, needed)) throw new DomainError("forbidden", "role-too-weak", { needed, role });
  if (writes) await assertWritable(core, permission, { communityId: wanted });
  return { ...person, communityId: provenCommunityId(wanted) satisfies CommunityId, role };
}

/** Whether the membership alone gives the role, so that no organisation is asked. */
function suffices({ role, secondFactorFrom, hasFactor, identityFrom, meetsIdentity }: MembershipRow, needed: Role): boolean {
  const held = roleSchema.parse(role);
  const identified = roleByIdentity(held, identityFrom, meetsIdentity);
  return identified !== null && roleSuffices(weakerRole(actingRole(held, secondFactorFrom, hasFactor), identified), needed);
}

interface MembershipRow {
  role: string;
  secondFactorFrom: string | null;
  /** The person has an app: every sign-in of the account asks for its code, or for as much. */
  hasFactor: boolean;
  identityFrom: string | null;
  meetsIdentity: boolean;
}

const MEMBERSHIP = `
  SELECT m.role, c.second_factor_from AS "secondFactorFrom", c.identity_from AS "identityFrom",
    c.identity_from IS NULL OR app.meets_identity(m.user_id, c.id) AS "meetsIdentity",
    EXISTS (SELECT FROM second_factors f WHERE f.user_id = m.user_id AND f.confirmed_at IS NOT NULL) AS "hasFactor"
  FROM memberships m JOIN communities c ON c.id = m.community_id
  WHERE m.user_id = $1::uuid AND m.community_id = $2::uuid AND m.status = 'active'
    AND c.status = ANY ($3::text[])`;

/** One round trip: every call of a member asks it. Undefined for a community that does not exist, or is in another state. */
async function membershipIn(database: Database, userId: string, communityId: string, states: readonly string[]) {
  const rows = await database.readAs({ role: "system" }).query<MembershipRow>(MEMBERSHIP, [userId, communityId, [...states]], true);
  return rows[0];
}

/** The role of a key's bearer: never stronger than the key's scope allows. */
export function weakerRole(role: Role, atMost: Role | undefined): Role {
  return atMost !== undefined && roleSuffices(role, atMost) ? atMost : role;
}
