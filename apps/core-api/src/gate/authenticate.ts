import { provenCommunityId } from "@archipel/contracts/ids.ts";
import { networkOf } from "@archipel/limits/network.ts";
import type { FastifyRequest } from "fastify";
import { type Actor, anonymous } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { minutesOf, reserveTry } from "../kernel/tries.ts";
import { visitorsHaveOpenParts } from "../modules/access/lens/service/open-parts.ts";
import { isApplicationToken, isKey } from "../modules/access/policy.ts";
import { keyHolder } from "../modules/access/service.ts";
import { applicationCall } from "../modules/identity/applications/tokens/service.ts";
import { secretFailed, triesRefused } from "../modules/identity/service/failed-tries.ts";
import { isPass, openPass } from "../modules/portals/passes/service.ts";
import { roleOfKey } from "./permissions.ts";
import { assertFromHere } from "./programs.ts";

export function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
}

interface Account {
  id: string;
  isOperator: boolean;
  status: string;
}

const ACCOUNT = `SELECT id, is_operator AS "isOperator", status FROM users WHERE id = $1::uuid`;

/** The person of the request's session token. An invalid token counts as a visitor, and so does a key. */
export async function sessionOf(core: Core, request: FastifyRequest): Promise<Actor> {
  const token = bearerToken(request);
  if (token !== undefined && isPass(token)) return holderOf(core, token);
  const signedIn = token && !isKey(token) ? await core.identify(token) : null;
  if (!signedIn) return visitorOf(core);
  const { userId, hasSecondStep } = signedIn;
  const [user] = await core.database.readAs({ role: "system" }).query<Account>(ACCOUNT, [userId], true);
  if (!user) return visitorOf(core);
  const isSuspended = user.status !== "active";
  return { userId: user.id, isOperator: user.isOperator && !isSuspended, isSuspended, hasSecondStep };
}

/**
 * A person with a session, a program with any key, of a person or a community, or an application that a person allows. An invalid key or token
 * is refused, because a program that continued as a visitor would take the public data for everything it may read.
 *
 * @throws DomainError when the key is invalid or may not be used from here, or too many invalid ones came from this address
 */
export async function readerOf(core: Core, request: FastifyRequest): Promise<Actor> {
  const token = bearerToken(request);
  if (token !== undefined && isKey(token)) return programOf(core, request, token);
  return token !== undefined && isApplicationToken(token) ? applicationActor(core, request, token) : sessionOf(core, request);
}

/**
 * A person with a session, a program with a community's key, or the command line. A person's own key and applications only read and write
 * data, so here they count as visitors.
 *
 * @throws DomainError as `readerOf` does
 */
export async function producerOf(core: Core, request: FastifyRequest): Promise<Actor> {
  const actor = await readerOf(core, request);
  return actor.keyScope !== undefined && !actor.key ? visitorOf(core) : actor;
}

/** A visitor with a pass to a portal that is not online. An invalid pass opens nothing. */
async function holderOf(core: Core, pass: string): Promise<Actor> {
  const [visitor, passTo] = await Promise.all([visitorOf(core), openPass(core, pass)]);
  return passTo === null ? visitor : { ...visitor, passTo };
}

/** A caller without an account. */
async function visitorOf(core: Core): Promise<Actor> {
  return (await visitorsHaveOpenParts(core)) ? { ...anonymous, hasOpenParts: true } : anonymous;
}

async function programOf(core: Core, request: FastifyRequest, secret: string): Promise<Actor> {
  const holder = await keyHolder(core, secret);
  if (!holder) throw await badKey(core, networkOf(request.ip));
  assertFromHere(request, holder);
  const { userId, scope, keyId, communityId, services, reach, hasSecondStep } = holder;
  // A key never has operator rights, only the member rights of its person.
  const actor: Actor = { userId, isOperator: false, isSuspended: false, hasSecondStep, keyScope: scope, program: { keyId, services } };
  if (reach) actor.reach = reach;
  if (communityId === null) return actor;
  return { ...actor, key: { id: keyId, communityId: provenCommunityId(communityId), atMost: roleOfKey[scope] } };
}

/**
 * An application, or the command line in the one community that its person chose. Both act for the person, never as an operator, and never with more
 * than what the person allowed.
 */
async function applicationActor(core: Core, request: FastifyRequest, token: string): Promise<Actor> {
  const call = await applicationCall(core, token);
  if (!call) throw await badKey(core, networkOf(request.ip), "application-token-invalid");
  const { userId, grantId, applicationId, communityId, level, services, reach } = call;
  const program = { keyId: grantId, services, ...(applicationId !== null && { applicationId }) };
  const actor: Actor = { userId, isOperator: false, isSuspended: false, keyScope: level, program };
  if (reach) actor.reach = reach;
  if (communityId === null) return actor;
  // No key of the community: the journal names the person alone.
  return { ...actor, key: { id: null, communityId: provenCommunityId(communityId), atMost: roleOfKey[level] } };
}

/** Counts an invalid key. Only these are counted: a valid key costs no write, and works on a network where another program is wrong. */
async function badKey(core: Core, network: string, code = "key-invalid"): Promise<DomainError> {
  const refusal = await reserveTry(core, "key", { network });
  if (!refusal) {
    secretFailed(core, { tried: "key", network });
    return new DomainError("not-signed-in", code);
  }
  await triesRefused(core, { tried: "key", network, account: null }, refusal);
  return new DomainError("too-many", "too-many-bad-keys", { minutes: minutesOf(refusal) });
}
