import type { FastifyRequest } from "fastify";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Actor } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { isKey } from "../modules/access/policy.ts";
import { keyHolder } from "../modules/access/service.ts";
import { actorOf, bearerToken } from "../trpc/context.ts";

/** Keys that are none, by address (IP). Counted in each process: several allow a little more, which the figure bears. */
const failures = new RateLimiterMemory({ keyPrefix: "api-key", points: 30, duration: 15 * 60 });

/**
 * Who sends a request to a door of data: `/ogc`, tiles, downloads. They also take a person's key, where the console takes the token of
 * a session alone. A dead key is refused in words, so that a program does not take the public's view for its own.
 *
 * @throws DomainError when the key opens nothing, or too many such came from this address
 */
export async function readerOf(core: Core, request: FastifyRequest): Promise<Actor> {
  const token = bearerToken(request);
  if (token === undefined || !isKey(token)) return actorOf(core, request);
  const state = await failures.get(request.ip);
  if (state && state.consumedPoints >= failures.points) {
    throw new DomainError("too-many", "too-many-bad-keys", { minutes: Math.max(1, Math.ceil(state.msBeforeNext / 60_000)) });
  }
  const holder = await keyHolder(core, token);
  if (!holder) {
    await failures.consume(request.ip).catch(() => {});
    throw new DomainError("not-signed-in", "key-invalid");
  }
  // A key is no operator: what it opens is what its person may see and do as a member.
  return { userId: holder.userId, isOperator: false, isSuspended: false, keyScope: holder.scope };
}
