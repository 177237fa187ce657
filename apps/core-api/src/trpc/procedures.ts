import { type CommunityId, communityId, id, provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Role } from "@archipel/contracts/members.ts";
import { role as roleSchema } from "@archipel/contracts/members.ts";
import { reporting } from "@archipel/contracts/reports.ts";
import { z } from "zod";
import type { Actor, MemberActor, Person, PortalVisit } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { isOpenToKeys, type Permission, type PermissionOf, permissions, roleSuffices } from "../kernel/permissions.ts";
import { trpc, wireError } from "./init.ts";

/** The one translation of domain errors; everything else that is thrown is a fault of ours, logged and told as `internal`. */
const translated = trpc.procedure.use(async ({ next, ctx, path }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  if (cause instanceof DomainError) throw wireError(cause);
  if (result.error.code === "INTERNAL_SERVER_ERROR") ctx.core.log.error({ err: cause ?? result.error, path }, "procedure failed");
  return result;
});

/** The base of every procedure: what its permission does not open to the keys of communities is closed to them, whatever their role. */
function permitted(permission: Permission) {
  return translated.meta({ permission }).use(({ ctx, next }) => {
    if (ctx.actor.key && !isOpenToKeys(permission)) throw new DomainError("forbidden", "key-not-for-this");
    return next();
  });
}

/** For anyone. Row-level security still decides which rows the caller sees. */
export function publicProcedure(permission: PermissionOf<"anyone">) {
  return permitted(permission);
}

/** For any person whose account is active. */
export function userProcedure(permission: PermissionOf<"signed-in">) {
  return permitted(permission).use(({ ctx, next }) => next({ ctx: { ...ctx, actor: signedIn(ctx.actor) } }));
}

/** For operators of the platform. */
export function operatorProcedure(permission: PermissionOf<"operator">) {
  return permitted(permission).use(({ ctx, next }) => {
    const actor = signedIn(ctx.actor);
    if (!actor.isOperator) throw new DomainError("forbidden", "operators-only");
    return next({ ctx: { ...ctx, actor } });
  });
}

/** For a role in the community that the input names (`communityId`). The actor that services get is proven to hold it. */
export function communityProcedure(permission: PermissionOf<Role>) {
  return permitted(permission)
    .input(z.object({ communityId }))
    .use(async ({ ctx, input, next }) => {
      const actor = await proveMember(ctx.core, ctx.actor, input.communityId, permissions[permission]);
      return next({ ctx: { ...ctx, actor } });
    });
}

/** For anyone who visits a live portal, in the portal's community. */
export function portalProcedure(permission: PermissionOf<"anyone">) {
  return permitted(permission)
    .input(z.object({ portalId: id }))
    .use(async ({ ctx, input, next }) =>
      next({ ctx: { ...ctx, visit: await visitPortal(ctx.core, ctx.actor, input.portalId, ctx.address) } }),
    );
}

/** The gate of a portal, for procedures and doors alike. */
export async function visitPortal(core: Core, actor: Actor, portalId: string, address: string): Promise<PortalVisit> {
  const userId = actor.isSuspended ? null : actor.userId;
  const portal = await core.database.withSystem((tx) =>
    tx.portal.findFirst({
      where: { id: portalId, status: "live", community: { status: "active" } },
      select: {
        communityId: true,
        reporting: true,
        community: {
          select: { name: true, memberships: { where: { userId: userId ?? portalId, status: "active" }, select: { role: true } } },
        },
      },
    }),
  );
  if (!portal) throw new DomainError("not-found", "portal-not-found");
  const { key } = actor;
  // In the portal of another community a key brings no role.
  const [membership] = key && key.communityId !== portal.communityId ? [] : portal.community.memberships;
  return {
    portalId,
    communityId: provenCommunityId(portal.communityId),
    communityName: portal.community.name,
    reporting: reporting.parse(portal.reporting),
    userId,
    role: userId && membership ? weakerRole(roleSchema.parse(membership.role), key?.atMost) : null,
    address,
  };
}

export function signedIn(actor: Actor): Person {
  if (!actor.userId) throw new DomainError("not-signed-in", "sign-in-first");
  if (actor.isSuspended) throw new DomainError("forbidden", "account-suspended");
  return { ...actor, userId: actor.userId };
}

/** The gate of a community, for procedures and doors alike. A stranger learns nothing, not even that the community exists. */
export async function proveMember(core: Core, actor: Actor, wanted: string, needed: Role): Promise<MemberActor> {
  const person = signedIn(actor);
  if (person.key && person.key.communityId !== wanted) throw new DomainError("not-found", "community-not-found");
  const membership = await core.database.withSystem((tx) =>
    tx.membership.findFirst({
      where: { userId: person.userId, communityId: wanted, status: "active", community: { status: "active" } },
      select: { role: true },
    }),
  );
  if (!membership) throw new DomainError("not-found", "community-not-found");
  const held = roleSchema.parse(membership.role);
  const role = weakerRole(held, person.key?.atMost);
  if (!roleSuffices(role, needed) && roleSuffices(held, needed)) throw new DomainError("forbidden", "key-too-weak");
  if (!roleSuffices(role, needed)) throw new DomainError("forbidden", "role-too-weak", { needed, role });
  return { ...person, communityId: provenCommunityId(wanted) satisfies CommunityId, role };
}

function weakerRole(role: Role, atMost: Role | undefined): Role {
  return atMost !== undefined && roleSuffices(role, atMost) ? atMost : role;
}

export const router = trpc.router;
