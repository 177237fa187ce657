import type { FastifyReply, FastifyRequest } from "fastify";
import { DomainError, httpStatus } from "../kernel/domain-error.ts";

/** An error as `{ error, params }`: the code names a sentence of the front ends. Never a stack, never prose. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof DomainError) {
    return reply.status(httpStatus[error.kind]).send({ error: error.code, params: error.params });
  }
  const status = error instanceof Error && "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500;
  if (status >= 500) request.log.error({ err: error }, "request failed");
  return reply.status(status).send({ error: status >= 500 ? "internal" : "invalid-request", params: {} });
}
