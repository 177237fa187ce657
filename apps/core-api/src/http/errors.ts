import type { FastifyReply, FastifyRequest } from "fastify";
import { DomainError, httpStatus, retryAfterOf } from "../kernel/domain-error.ts";
import { refusalOf } from "../kernel/refusal.ts";
import { refusalFields } from "./refusals.ts";

/** An error as `{ error, params }`: the code names a sentence of the front ends. Never a stack, never prose. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = error instanceof DomainError ? error : refusalOf(error);
  if (refusal !== null) {
    if (refusal !== error) request.log.error({ err: error }, "request refused");
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

/** Says when to try again, where that helps. */
export function withRetryAfter(reply: FastifyReply, error: DomainError): FastifyReply {
  const seconds = retryAfterOf(error);
  return seconds === null ? reply : reply.header("retry-after", String(seconds));
}
