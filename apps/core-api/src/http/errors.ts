import { outageOf } from "@archipel/database/outage.ts";
import { negotiateLocale } from "@archipel/i18n/locales.ts";
import { errorText } from "@archipel/i18n/translator.ts";
import { REFUSAL_POLICY, refusalPage } from "@archipel/limits/refusal-page.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { isProgramRefusal } from "../gate/programs.ts";
import { DomainError, type ErrorParams, httpStatus, retryAfterOf } from "../kernel/domain-error.ts";
import { refusalOf } from "../kernel/refusal.ts";
import { UNAVAILABLE_POLICY, unavailablePage } from "../pages/unavailable-page.ts";
import { prefersPage } from "./negotiate.ts";
import { refusalFields } from "./refusals.ts";

/** An error as `{ error, params }`: the code names a sentence of the front ends. Never a stack, never prose. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = error instanceof DomainError ? error : refusalOf(error);
  if (refusal !== null) {
    if (refusal !== error) request.log.error({ err: error }, "request refused");
    if (refusal.kind === "unavailable") forgetCaching(reply);
    if (isOutage(error) && prefersPage(request)) return sendUnavailablePage(refusal, request, reply);
    if (refusal.kind === "too-many" && prefersPage(request)) return sendTooManyPage(refusal, request, reply);
    if (isProgramRefusal(refusal)) return sendMissingScope(refusal, request, reply);
    return withRetryAfter(reply.status(httpStatus[refusal.kind]), refusal).send({
      error: refusal.code,
      params: refusal.params,
      ...refusalFields(request),
    });
  }
  const status = error instanceof Error && "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500;
  if (status >= 500) request.log.error({ err: error }, "request failed");
  return reply.status(status).send({ error: status >= 500 ? "internal" : "invalid-request", params: {} });
}

/** What a program's key lacks, as problem details (RFC 9457) for programs and as `{ error, params }` for our own. */
function sendMissingScope({ kind, code, params }: DomainError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const locale = negotiateLocale(request.headers["accept-language"]);
  const status = httpStatus[kind];
  const problem = {
    type: "about:blank",
    title: "Forbidden",
    status,
    detail: errorText(locale, code, params),
    ...missingScope({ code, params }),
  };
  return reply
    .status(status)
    .header("content-language", locale)
    .header("cache-control", "no-store")
    .type("application/problem+json")
    .send(JSON.stringify({ ...problem, error: code, code, params, requestId: request.id }));
}

/** The scope that a program's key lacks, for the error that it gets. */
export function missingScope({ code, params }: { code: string; params: ErrorParams }): { missingScope?: string | number } {
  return isProgramRefusal({ code }) && params.scope !== undefined ? { missingScope: params.scope } : {};
}

/** Whether the database could not serve the request. */
export const isOutage = (error: unknown) => outageOf(error) !== null;

/** Headers that a handler set before it failed. */
const OF_CONTENT = ["etag", "last-modified", "content-encoding", "content-length", "content-disposition"];

/** Nobody keeps an answer that is another one in a moment. */
export function forgetCaching(reply: FastifyReply): void {
  for (const name of OF_CONTENT) reply.removeHeader(name);
  reply.header("cache-control", "no-store");
}

/** For people, who may have come by a link of a mail: a page that tries again by itself, if that sends nothing a second time. */
export function sendUnavailablePage(refusal: DomainError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const locale = negotiateLocale(request.headers["accept-language"]);
  withRetryAfter(reply.status(httpStatus[refusal.kind]), refusal);
  if (request.method === "GET") reply.header("refresh", String(retryAfterOf(refusal)));
  return reply
    .header("content-language", locale)
    .header("content-security-policy", UNAVAILABLE_POLICY)
    .header("x-content-type-options", "nosniff")
    .type("text/html; charset=utf-8")
    .send(unavailablePage(locale, refusal));
}

/** For people whose connection asked for too much: a page that opens again by itself, if that sends nothing a second time. */
function sendTooManyPage(refusal: DomainError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const locale = negotiateLocale(request.headers["accept-language"]);
  const again = request.method === "GET" ? retryAfterOf(refusal) : null;
  return withRetryAfter(reply.status(httpStatus[refusal.kind]), refusal)
    .header("content-language", locale)
    .header("content-security-policy", REFUSAL_POLICY)
    .header("cache-control", "no-store")
    .type("text/html; charset=utf-8")
    .send(refusalPage(locale, errorText(locale, refusal.code, refusal.params), again));
}

/** Says when to try again, where that helps. */
export function withRetryAfter(reply: FastifyReply, error: DomainError): FastifyReply {
  const seconds = retryAfterOf(error);
  return seconds === null ? reply : reply.header("retry-after", String(seconds));
}
