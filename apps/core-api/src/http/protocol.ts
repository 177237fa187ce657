import { id } from "@archipel/contracts/ids.ts";
import { networkOf } from "@archipel/limits/network.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { producerOf, readerOf, sessionOf } from "../gate/authenticate.ts";
import type { Cost } from "../gate/limits/costs.ts";
import { holdBack } from "../gate/limits/hold-back.ts";
import { withinBudget } from "../gate/limits/readers.ts";
import { isOpenToKeys, type Permission } from "../gate/permissions.ts";
import { assertReaches, assertService, idsIn } from "../gate/programs.ts";
import { proveEditor } from "../gate/prove-editor.ts";
import { proveMember, signedIn } from "../gate/prove-member.ts";
import { visitPortal } from "../gate/visit-portal.ts";
import { type Actor, anonymous, type MemberActor } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { assertSpace } from "../kernel/disk-space.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { logIfForbidden } from "../kernel/log-if-forbidden.ts";
import { assertStorable } from "../kernel/storable.ts";
import { countUse } from "../modules/access/uses/service.ts";
import type { BodyReader } from "./bodies.ts";
import { asksForPart } from "./byte-range.ts";
import { sendError } from "./errors.ts";
import { explaining } from "./refusals.ts";
import { type Callers, callerLeft, type HttpRequest, type Named, type Route, type RouteLine } from "./route.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Set for every route of the table; the server refuses a route without one. */
    permission?: Permission;
    cost?: Cost;
  }
}

/** Routes that share a purpose, and how their requests are read and answered. */
interface ProtocolParts<Parts, Found extends Named> {
  /** For readers of the route table. */
  readonly about: string;
  readonly body?: BodyReader;
  /** Sends errors in the protocol's own form; by default as `{ error, params }`. */
  readonly errors?: (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply;
  /** Whether the routes can be reached from where the request comes; else they answer 404. */
  readonly isReachable?: (core: Core, request: FastifyRequest) => boolean;
  /** Creates what the handlers share, once per server. Its hooks end with the scope. */
  readonly open: (core: Core, scope: FastifyInstance) => Parts | Promise<Parts>;
  readonly routes: readonly Route<Parts, Found>[];
}

/** A protocol as the server and the tests see it. */
export interface Protocol {
  readonly about: string;
  readonly routes: readonly RouteLine[];
  register(app: FastifyInstance, core: Core): Promise<void>;
}

export function protocol<Parts extends object, Found extends Named = Named>(parts: ProtocolParts<Parts, Found>): Protocol {
  return { about: parts.about, routes: parts.routes, register: (app, core) => register(app, core, parts) };
}

async function register<Parts extends object, Found extends Named>(
  app: FastifyInstance,
  core: Core,
  { body, errors = sendError, isReachable, open, routes }: ProtocolParts<Parts, Found>,
): Promise<void> {
  await app.register(async (scope) => {
    await body?.(scope);
    scope.setErrorHandler(errors);
    if (isReachable) {
      scope.addHook("onRequest", async (request) => {
        if (!isReachable(core, request)) throw new DomainError("not-found", "no-such-address");
      });
    }
    const parts = await open(core, scope);
    for (const route of routes) {
      const { method, path: url, permission, cost, bodyLimit } = route;
      const methods = [method].flat();
      scope.route<{ Params: Record<string, string>; Querystring: Record<string, unknown> }>({
        method: methods,
        url,
        ...(bodyLimit !== undefined && { bodyLimit }),
        exposeHeadRoute: !methods.includes("HEAD"),
        config: { permission, cost },
        handler: (request, reply) => answer(core, parts, route, request, reply),
      });
    }
  });
}

const authenticate: Record<Callers, (core: Core, request: FastifyRequest) => Promise<Actor>> = {
  session: sessionOf,
  "community-key": producerOf,
  "any-key": readerOf,
  unasked: async () => anonymous,
};

/** Every request of the table passes here: authenticate, check the permission, take from the budget, then call the handler. */
async function answer<Parts extends object, Found extends Named>(
  core: Core,
  parts: Parts,
  route: Route<Parts, Found>,
  request: HttpRequest,
  reply: FastifyReply,
): Promise<unknown> {
  assertStorable(request.params);
  assertStorable(request.query);
  assertStorable(request.body);
  for (const [name, code] of Object.entries(route.ids ?? {})) {
    if (!id.safeParse(request.params[name]).success) throw new DomainError("not-found", code);
  }
  route.parse?.(request);
  const actor = await authenticate[route.callers](core, request);
  // Once the caller has closed the connection, it has no address.
  const { ip: address = "", hostname: host, method } = request;
  try {
    admitProgram(core, actor, route, request);
    let left: AbortSignal | undefined;
    const call = {
      ...{ actor, address, host, cost: costOf(route, request) },
      // Most calls do not wait for a turn, and need no signal.
      get left() {
        left ??= callerLeft(reply.raw);
        return left;
      },
    };
    const work = () => handle(core, { ...parts, actor }, route, request, reply);
    return await withinBudget(core, call, () => explaining(core, actor, request, { data: route.data, work }));
  } catch (error) {
    // Here, and not where errors are sent: each protocol does that in its own form.
    logIfForbidden(request.log, error, { path: route.path, method, actor, network: networkOf(address) });
    if (error instanceof DomainError && error.kind === "too-many") await holdBack(core, callerLeft(reply.raw));
    throw error;
  }
}

/** @throws DomainError when the caller is a program whose key does not open what the request asks */
function admitProgram(core: Core, actor: Actor, { service, permission, data }: RouteLine, request: HttpRequest): void {
  if (!actor.program) return;
  if (actor.key && !isOpenToKeys(permission)) throw new DomainError("forbidden", "key-not-for-this");
  if (service === undefined) throw new Error(`a route that recognises keys names no service: ${request.routeOptions.url}`);
  assertService(actor, service);
  assertReaches(actor, idsIn(data?.(request)), { writes: isWrite(request) });
  countUse(core, actor, service);
}

function costOf({ cost, inParts }: RouteLine, request: HttpRequest): Cost {
  return inParts && asksForPart(request) ? "part" : cost;
}

/** Proves what the route asks of its caller, and calls the handler. */
async function handle<Parts extends object, Found extends Named>(
  core: Core,
  parts: Parts & { actor: Actor },
  route: Route<Parts, Found>,
  request: HttpRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { actor } = parts;
  const receive = async () => {
    if (route.receives) await assertSpace(core, 2 * Number(request.headers["content-length"] ?? 0));
  };
  if ("community" in route) {
    const found = await route.community(parts, request);
    const member = await proven(route.outsiders, () =>
      (route.isForEditors ? proveEditor : proveMember)(core, actor, found.communityId, route.permission, { writes: isWrite(request) }),
    );
    await receive();
    return route.handler({ ...parts, actor: member, found }, request, reply);
  }
  if ("portal" in route) {
    const visit = await visitPortal(core, actor, route.portal(request), request.ip, isWrite(request) ? route.permission : null);
    await receive();
    return route.handler({ ...parts, visit }, request, reply);
  }
  if ("isForOperators" in route) {
    const person = signedIn(actor);
    if (!person.isOperator) throw new DomainError("forbidden", "operators-only");
    await receive();
    return route.handler({ ...parts, actor: person }, request, reply);
  }
  if ("isOwn" in route) return route.handler({ ...parts, actor: signedIn(actor) }, request, reply);
  await receive();
  return route.handler(parts, request, reply);
}

const READS = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);
const isWrite = ({ method }: HttpRequest) => !READS.has(method);

/** Names the error for outsiders where they can see the community anyway: "not found" would be wrong there. */
async function proven(outsiders: string | undefined, prove: () => Promise<MemberActor>): Promise<MemberActor> {
  try {
    return await prove();
  } catch (error) {
    const isOutside = error instanceof DomainError && error.code === "community-not-found";
    throw outsiders !== undefined && isOutside ? new DomainError("forbidden", outsiders) : error;
  }
}
