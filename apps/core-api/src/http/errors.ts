import type { FastifyReply, FastifyRequest } from "fastify";
import { isDiskFull, storageFull } from "../kernel/disk-space.ts";
import { DomainError, httpStatus } from "../kernel/domain-error.ts";
import { refusalOfValue } from "../kernel/storable.ts";

/** An error as `{ error, params }`: the code names a sentence of the front ends. Never a stack, never prose. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = error instanceof DomainError ? error : isDiskFull(error) ? storageFull() : refusalOfValue(error);
  if (refusal !== null) {
    if (refusal !== error) request.log.error({ err: error }, "request refused by database or disk");
    return reply.status(httpStatus[refusal.kind]).send({ error: refusal.code, params: refusal.params });
  }
  const status = error instanceof Error && "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500;
  if (status >= 500) request.log.error({ err: error }, "request failed");
  return reply.status(status).send({ error: status >= 500 ? "internal" : "invalid-request", params: {} });
}
