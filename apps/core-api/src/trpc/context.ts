import type { FastifyRequest } from "fastify";
import { type Actor, anonymous } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { isKey } from "../modules/access/policy.ts";

export interface Context {
  core: Core;
  actor: Actor;
  /** The token that the call came with, for verbs about the session itself. */
  accessToken?: string | undefined;
  /** Where the call comes from (IP). */
  address: string;
}

export function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
}

/**
 * Who sends this request: the person behind its bearer token, or an anonymous visitor. A dead token is an anonymous visitor; so is a
 * key, which opens some doors alone (http/key-door.ts).
 */
export async function actorOf(core: Core, request: FastifyRequest): Promise<Actor> {
  const token = bearerToken(request);
  const userId = token && !isKey(token) ? await core.identify(token) : null;
  if (!userId) return anonymous;
  const user = await core.database.withSystem((tx) =>
    tx.user.findUnique({ where: { id: userId }, select: { id: true, isOperator: true, status: true } }),
  );
  if (!user) return anonymous;
  const isSuspended = user.status !== "active";
  return { userId: user.id, isOperator: user.isOperator && !isSuspended, isSuspended };
}
