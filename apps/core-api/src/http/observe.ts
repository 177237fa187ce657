import type { Logger } from "@archipel/observability/logger.ts";
import { httpRequests } from "@archipel/observability/metrics.ts";
import { withRequestId } from "@archipel/observability/request-id.ts";
import { openRequestSpan, type RequestSpan } from "@archipel/observability/tracing.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** Streams last as long as a page, so their duration says nothing about response times. Open ones are counted. */
const STREAMS = new Set(["/events"]);
/** Label for all unknown addresses: a label for each would create endless series. */
const UNKNOWN_ROUTE = "unknown";

/**
 * Adds to each request: an id (in its log lines, response and errors), its duration in `/metrics`, a span, and a debug log line. Register
 * it before any route.
 */
export function observeRequests(app: FastifyInstance, log: Logger): void {
  const spans = new WeakMap<FastifyRequest, RequestSpan>();
  const ended = new WeakSet<FastifyRequest>();
  const inRequest = (request: FastifyRequest, work: () => void) => {
    const span = spans.get(request);
    withRequestId(request.id, span ? () => span.run(work) : work);
  };

  app.addHook("onRequest", (request, reply, done) => {
    // On the raw response, so that handlers that bypass Fastify's reply (identity provider, uploads, streams) send it too.
    reply.raw.setHeader("x-request-id", request.id);
    const span = openRequestSpan(request.method, request.id);
    if (span) spans.set(request, span);
    // `onResponse` is not called when the client disconnects before the response is complete.
    reply.raw.once("close", () => end(request, reply, !reply.raw.writableFinished));
    inRequest(request, done);
  });
  // Again after the body was read: body events belong to the connection, and lose the request's context.
  app.addHook("preHandler", (request, _reply, done) => inRequest(request, done));

  /** Adds the request id to errors in the form `{error, params}`. */
  app.addHook("preSerialization", async (request, reply, payload: unknown) =>
    reply.statusCode >= 400 && isErrorBody(payload) ? { ...payload, requestId: request.id } : payload,
  );

  function end(request: FastifyRequest, reply: FastifyReply, isAborted: boolean): void {
    if (ended.has(request)) return;
    ended.add(request);
    const { method } = request;
    const route = request.routeOptions.url ?? UNKNOWN_ROUTE;
    const status = reply.raw.statusCode;
    if (!STREAMS.has(route)) {
      const seconds = reply.elapsedTime / 1000;
      httpRequests.observe({ method, route, status: isAborted ? "aborted" : `${Math.floor(status / 100)}xx` }, seconds);
    }
    spans.get(request)?.end(route, status);
    if (!log.isLevelEnabled("debug")) return;
    const line = { method, route, status, ms: reply.elapsedTime, ...(isAborted && { isAborted }) };
    withRequestId(request.id, () => log.debug(line, "request"));
  }
  app.addHook("onResponse", (request, reply, done) => {
    end(request, reply, false);
    withRequestId(request.id, done);
  });
}

function isErrorBody(payload: unknown): payload is { error: string } {
  return typeof payload === "object" && payload !== null && "error" in payload && typeof payload.error === "string";
}
