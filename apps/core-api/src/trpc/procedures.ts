import { type CommunityId, communityId, id, provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Role } from "@archipel/contracts/members.ts";
import { role as roleSchema } from "@archipel/contracts/members.ts";
import { reporting } from "@archipel/contracts/reports.ts";
import { TRPCError } from "@trpc/server";
import { z } from "zod";
import type { Actor, MemberActor, Person, PortalVisit } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError, type ErrorKind } from "../kernel/domain-error.ts";
import { type PermissionOf, permissions, roleSuffices } from "../kernel/permissions.ts";
import { trpc } from "./init.ts";

const trpcCode: Record<ErrorKind, TRPCError["code"]> = {
  "not-signed-in": "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  "not-found": "NOT_FOUND",
  invalid: "UNPROCESSABLE_CONTENT",
  conflict: "CONFLICT",
  "too-many": "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
};

/** The one translation of domain errors; everything else that is thrown is a fault of ours, logged and told as `internal`. */
const translated = trpc.procedure.use(async ({ next, ctx, path }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  if (cause instanceof DomainError) {
    throw new TRPCError({ code: trpcCode[cause.kind], message: cause.code, cause });
  }
  if (result.error.code === "INTERNAL_SERVER_ERROR") ctx.core.log.error({ err: cause ?? result.error, path }, "procedure failed");
  return result;
});

/** For anyone. Row-level security still decides which rows the caller sees. */
export function publicProcedure(permission: PermissionOf<"anyone">) {
  return translated.meta({ permission });
}

/** For any person whose account is active. */
export function userProcedure(permission: PermissionOf<"signed-in">) {
  return translated.meta({ permission }).use(({ ctx, next }) => next({ ctx: { ...ctx, actor: signedIn(ctx.actor) } }));
}

/** For operators of the platform. */
export function operatorProcedure(permission: PermissionOf<"operator">) {
  return translated.meta({ permission }).use(({ ctx, next }) => {
    const actor = signedIn(ctx.actor);
    if (!actor.isOperator) throw new DomainError("forbidden", "operators-only");
    return next({ ctx: { ...ctx, actor } });
  });
}

/** For a role in the community that the input names (`communityId`). The actor that services get is proven to hold it. */
export function communityProcedure(permission: PermissionOf<Role>) {
  return translated
    .meta({ permission })
    .input(z.object({ communityId }))
    .use(async ({ ctx, input, next }) => {
      const actor = await proveMember(ctx.core, ctx.actor, input.communityId, permissions[permission]);
      return next({ ctx: { ...ctx, actor } });
    });
}

/** For anyone who visits a live portal, in the portal's community. */
export function portalProcedure(permission: PermissionOf<"anyone">) {
  return translated
    .meta({ permission })
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
  const [membership] = portal.community.memberships;
  return {
    portalId,
    communityId: provenCommunityId(portal.communityId),
    communityName: portal.community.name,
    reporting: reporting.parse(portal.reporting),
    userId,
    role: userId && membership ? roleSchema.parse(membership.role) : null,
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
  const membership = await core.database.withSystem((tx) =>
    tx.membership.findFirst({
      where: { userId: person.userId, communityId: wanted, status: "active", community: { status: "active" } },
      select: { role: true },
    }),
  );
  if (!membership) throw new DomainError("not-found", "community-not-found");
  const role = roleSchema.parse(membership.role);
  if (!roleSuffices(role, needed)) throw new DomainError("forbidden", "role-too-weak", { needed, role });
  return { ...person, communityId: provenCommunityId(wanted) satisfies CommunityId, role };
}

export const router = trpc.router;
