import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { FastifyRequest } from "fastify";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { type Actor, anonymous } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { perCore } from "../kernel/per-core.ts";
import { roleOfKey } from "../kernel/permissions.ts";
import { isKey } from "../modules/access/policy.ts";
import { keyHolder } from "../modules/access/service.ts";
import { actorOf, bearerToken } from "../trpc/context.ts";

/** Counts invalid keys per IP address. Each process counts separately, so N processes allow up to N × 30 attempts. */
const failuresOf = perCore(() => new RateLimiterMemory({ keyPrefix: "api-key", points: 30, duration: 15 * 60 }));

/**
 * Who sends a request to a door of data: `/ogc`, tiles, downloads. They also take a person's key and a community's, where the console takes
 * the token of a session alone. A dead key is refused in words, so that a program does not take the public's view for its own.
 *
 * @throws DomainError when the key opens nothing, or too many such came from this address
 */
export async function readerOf(core: Core, request: FastifyRequest): Promise<Actor> {
  const token = bearerToken(request);
  return token !== undefined && isKey(token) ? programOf(core, request, token) : actorOf(core, request);
}

/**
 * Who sends a request to a door of producers, `/trpc` or `/uploads`: a person in a session, or a program with the key of a community. A
 * person's own key opens data alone: here it is a visitor's.
 *
 * @throws DomainError as `readerOf` does
 */
export async function producerOf(core: Core, request: FastifyRequest): Promise<Actor> {
  const actor = await readerOf(core, request);
  return actor.keyScope !== undefined && !actor.key ? anonymous : actor;
}

async function programOf(core: Core, request: FastifyRequest, secret: string): Promise<Actor> {
  const failures = failuresOf(core);
  const state = await failures.get(request.ip);
  if (state && state.consumedPoints >= failures.points) {
    throw new DomainError("too-many", "too-many-bad-keys", { minutes: Math.max(1, Math.ceil(state.msBeforeNext / 60_000)) });
  }
  const holder = await keyHolder(core, secret);
  if (!holder) {
    await failures.consume(request.ip).catch(() => {});
    throw new DomainError("not-signed-in", "key-invalid");
  }
  const { userId, scope, keyId, communityId } = holder;
  // A key is no operator: what it opens is what its person may see and do as a member.
  const program = { userId, isOperator: false, isSuspended: false, keyScope: scope };
  if (communityId === null) return program;
  return { ...program, key: { id: keyId, communityId: provenCommunityId(communityId), atMost: roleOfKey[scope] } };
}
