import { type CommunityId, provenCommunityId } from "@archipel/contracts/ids.ts";
import { type Role, role as roleSchema } from "@archipel/contracts/members.ts";
import type { Actor, MemberActor, Person } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { assertWritable } from "./assert-writable.ts";
import { isAllowedClosed, type PermissionOf, permissions, roleSuffices } from "./permissions.ts";

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
  const membership = await core.database.withSystem((tx) =>
    tx.membership.findFirst({
      where: {
        userId: person.userId,
        communityId: wanted,
        status: "active",
        community: { status: { in: isAllowedClosed(permission) ? OPEN_TO_MANAGERS : ["active"] } },
      },
      select: { role: true },
    }),
  );
  if (!membership) throw new DomainError("not-found", "community-not-found");
  const held = roleSchema.parse(membership.role);
  const role = weakerRole(held, person.key?.atMost);
  if (!roleSuffices(role, needed) && roleSuffices(held, needed)) throw new DomainError("forbidden", "key-too-weak");
  if (!roleSuffices(role, needed)) throw new DomainError("forbidden", "role-too-weak", { needed, role });
  if (writes) await assertWritable(core, permission, { communityId: wanted });
  return { ...person, communityId: provenCommunityId(wanted) satisfies CommunityId, role };
}

/** The role of a key's bearer: never stronger than the key's scope allows. */
export function weakerRole(role: Role, atMost: Role | undefined): Role {
  return atMost !== undefined && roleSuffices(role, atMost) ? atMost : role;
}
