import { communityId, id } from "@archipel/contracts/ids.ts";
import type { Role } from "@archipel/contracts/members.ts";
import { isStatementTimeout } from "@archipel/database/statement-limits.ts";
import { TRPCError } from "@trpc/server";
import { z } from "zod";
import { assertWritable, namedIn } from "../gate/assert-writable.ts";
import type { Cost } from "../gate/limits/costs.ts";
import { withinBudget } from "../gate/limits/readers.ts";
import { isOpenToKeys, type Permission, type PermissionOf } from "../gate/permissions.ts";
import { assertReaches, idsIn } from "../gate/programs.ts";
import { proveEditor } from "../gate/prove-editor.ts";
import { proveMember, signedIn } from "../gate/prove-member.ts";
import { visitPortal } from "../gate/visit-portal.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { logIfForbidden } from "../kernel/log-if-forbidden.ts";
import { refusalOf } from "../kernel/refusal.ts";
import { assertStorable } from "../kernel/storable.ts";
import { defaultCost, trpc, wireError } from "./init.ts";

/** Faults that are in the log already. */
const logged = new WeakSet<Error>();
export const isLogged = (error: Error): boolean => logged.has(error);

/** Translates domain errors. Anything else that is thrown is a bug: logged here, reported to the client as `internal`. */
const translated = trpc.procedure.use(async ({ next, ctx, path }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  if (cause instanceof DomainError) {
    logIfForbidden(ctx.core.log, cause, { path, actor: ctx.actor, network: ctx.network });
    throw wireError(cause);
  }
  if (result.error.code !== "INTERNAL_SERVER_ERROR") return result;
  ctx.core.log.error({ err: cause ?? result.error, path }, "procedure failed");
  logged.add(result.error);
  const refusal = refusalOf(cause);
  if (refusal) throw wireError(refusal);
  return result;
});

/** The input must be readable, and the database must be able to store its texts. */
const storable = translated.use(async ({ next, getRawInput }) => {
  assertStorable(await readable(getRawInput));
  return next();
});

/** An input whose superjson contradicts itself is the caller's mistake. */
async function readable(read: () => Promise<unknown>): Promise<unknown> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof TRPCError) throw error;
    throw new DomainError("malformed", "body-unreadable");
  }
}

/**
 * The base of every procedure. A community's key is refused unless the permission is open to keys, whatever the key's role. Each call of a
 * batch uses the budget of its cost.
 */
function permitted(permission: Permission, cost?: Cost) {
  return storable.meta({ permission, cost }).use(async ({ ctx: { core, actor, address, host }, next, type, signal, getRawInput }) => {
    if (actor.key && !isOpenToKeys(permission)) throw new DomainError("forbidden", "key-not-for-this");
    if (actor.reach) assertReaches(actor, idsIn(await readable(getRawInput)), { writes: type === "mutation" });
    const call = { actor, address, host, cost: cost ?? defaultCost(type), left: signal };
    // A failed call is a result here: thrown, its statement's timeout is translated like everywhere.
    return withinBudget(core, call, async () => {
      const result = await next();
      if (!result.ok && isStatementTimeout(result.error.cause)) throw result.error.cause;
      return result;
    });
  });
}

/** Refuses a write to what is read-only, whatever the input names. After the caller is proved, where a strangers' question tells nothing. */
function writable(permission: Permission) {
  return trpc.middleware(async ({ ctx, next, type, getRawInput }) => {
    if (type === "mutation") await assertWritable(ctx.core, permission, namedIn(await readable(getRawInput)));
    return next();
  });
}

/** For anyone. Row-level security still decides which rows the caller sees. `cost`: by default that of a list, or of a write. */
export function publicProcedure(permission: PermissionOf<"anyone">, cost?: Cost) {
  return permitted(permission, cost).use(writable(permission));
}

/** For any person whose account is active. */
export function userProcedure(permission: PermissionOf<"signed-in">) {
  return permitted(permission)
    .use(({ ctx, next }) => next({ ctx: { ...ctx, actor: signedIn(ctx.actor) } }))
    .concat(trpc.procedure.use(writable(permission)));
}

/** For operators of the platform. */
export function operatorProcedure(permission: PermissionOf<"operator">) {
  return permitted(permission).use(({ ctx, next }) => {
    const actor = signedIn(ctx.actor);
    if (!actor.isOperator) throw new DomainError("forbidden", "operators-only");
    return next({ ctx: { ...ctx, actor } });
  });
}

/**
 * For a role in the community that the input names (`communityId`). Services get an actor who is proven to hold it. `cost`: by default that
 * of a list, or of a write.
 */
export function communityProcedure(permission: PermissionOf<Role>, cost?: Cost) {
  return provenProcedure(permission, proveMember, cost);
}

/** The same, also for people who edit data of the community by grants. Services get an actor with `byGrants`. */
export function editorProcedure(permission: PermissionOf<Role>) {
  return provenProcedure(permission, proveEditor);
}

function provenProcedure(permission: PermissionOf<Role>, prove: typeof proveMember, cost?: Cost) {
  return permitted(permission, cost)
    .input(z.object({ communityId }))
    .use(async ({ ctx, input, next, type, getRawInput }) => {
      const actor = await prove(ctx.core, ctx.actor, input.communityId, permission, { writes: false });
      if (type === "mutation") await assertWritable(ctx.core, permission, namedIn(await readable(getRawInput)));
      return next({ ctx: { ...ctx, actor } });
    });
}

/** For anyone who visits a live portal, in the portal's community. `cost`: by default that of a list, or of a write. */
export function portalProcedure(permission: PermissionOf<"anyone">, cost?: Cost) {
  return permitted(permission, cost)
    .input(z.object({ portalId: id }))
    .use(async ({ ctx, input, next, type }) => {
      const writesBy = type === "mutation" ? permission : null;
      return next({ ctx: { ...ctx, visit: await visitPortal(ctx.core, ctx.actor, input.portalId, ctx.address, writesBy) } });
    });
}

export const router = trpc.router;
