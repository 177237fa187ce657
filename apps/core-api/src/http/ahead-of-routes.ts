import type { IncomingMessage, ServerResponse } from "node:http";
import { isAddressTooLong } from "@archipel/limits/long-address.ts";
import { requestIdOf, withRequestId } from "@archipel/observability/request-id.ts";
import { isTracing } from "@archipel/observability/tracing.ts";
import proxyAddr from "@fastify/proxy-addr";
import type { FastifyInstance } from "fastify";
import type { BudgetedCost } from "../gate/limits/costs.ts";
import { chargeVisitor, withinBudget } from "../gate/limits/readers.ts";
import { anonymous } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { callerLeft } from "./route.ts";

const trustsLoopback = proxyAddr.compile("loopback");

/** How a request is answered ahead of the routes. */
interface Ahead<Answer> {
  readonly cost: BudgetedCost;
  /** What is in memory already; undefined when it must be read. */
  readonly known: Answer | undefined;
  /** Reads it, within the budget and the turn of the call. */
  readonly read: () => Promise<Answer>;
  /** Writes it, and notes how long it took. */
  readonly write: (answer: Answer, requestId: string, started: number) => void;
}

/**
 * Answers plain GET requests of visitors ahead of the routes (ADR 0081), within the same budgets and turns. All that `find` leaves goes to the
 * routes, and so does what is refused or fails: the route says why.
 *
 * @param find null for a request that it leaves; it must not throw
 */
export function answerAhead<Answer>(
  { server }: FastifyInstance,
  core: Core,
  find: (request: IncomingMessage, response: ServerResponse, host: string) => Ahead<Answer> | null,
): void {
  const routes = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    const started = performance.now();
    const onward = () => {
      for (const listener of routes) listener.call(server, request, response);
    };
    const host = isAddressTooLong(request) ? null : plainHost(core, request);
    const found = host === null ? null : find(request, response, host);
    if (host === null || !found) return onward();
    const id = requestIdOf(request.headers["x-request-id"]);
    const answer = (body: Answer) => found.write(body, id, started);
    const call = { actor: anonymous, address: proxyAddr(request, trustsLoopback), host: host.replace(/:\d+$/, ""), cost: found.cost };
    if (found.known === undefined) {
      const left = callerLeft(response);
      withRequestId(id, () => withinBudget(core, { ...call, left }, found.read)).then(answer, onward);
      return;
    }
    const { known } = found;
    const charged = chargeVisitor(core, call);
    if (charged === null) answer(known);
    else charged.then(() => answer(known), onward);
  });
}

/** The host of a plain request of a visitor, with its port; null for all that a route must look at. */
function plainHost({ log }: Core, { headers, method }: IncomingMessage): string | null {
  // A line or a span for each request needs what routes have.
  if (method !== "GET" || isTracing() || log.isLevelEnabled("debug") || headers.authorization !== undefined) return null;
  const { host = "", "x-forwarded-host": forwarded = host } = headers;
  return forwarded === host ? host : null;
}

/** The protocol that the client speaks, as routes see it; null when it is not plain. */
export function plainProtocol({ headers, socket }: IncomingMessage): "http" | "https" | null {
  const forwarded = headers["x-forwarded-proto"];
  if (forwarded === undefined) return "http";
  const isTrusted = socket.remoteAddress !== undefined && trustsLoopback(socket.remoteAddress, 0);
  return isTrusted && (forwarded === "http" || forwarded === "https") ? forwarded : null;
}
