import { networkOf } from "@archipel/limits/network.ts";
import { getErrorShape, type TRPCError, transformTRPCResponse } from "@trpc/server";
import { type FastifyTRPCPluginOptions, fastifyRequestHandler } from "@trpc/server/adapters/fastify";
import type { FastifyReply } from "fastify";
import { costOfCall } from "../app-procedures.ts";
import { type AppRouter, appRouter } from "../app-router.ts";
import { bearerToken, producerOf } from "../gate/authenticate.ts";
import { holdBack } from "../gate/limits/hold-back.ts";
import { refusalOfAll } from "../gate/limits/readers.ts";
import { assertService } from "../gate/programs.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError, httpStatus, retryAfterOf } from "../kernel/domain-error.ts";
import { refusalOf } from "../kernel/refusal.ts";
import { countUse } from "../modules/access/uses/service.ts";
import type { Context } from "../trpc/context.ts";
import { wireError } from "../trpc/init.ts";
import { isLogged } from "../trpc/procedures.ts";
import { afterContent } from "./after-content.ts";
import { type CoreAlone, callerLeft, type HttpRequest } from "./route.ts";

type Options = FastifyTRPCPluginOptions<AppRouter>["trpcOptions"];

/**
 * One call, or up to 20 in a batch. The caller is authenticated here, and who has used up their budgets is refused here, once for all calls: to
 * refuse them one by one is the work that a flood would give us.
 */
export async function procedureCall({ core }: CoreAlone, request: HttpRequest, reply: FastifyReply): Promise<unknown> {
  const { path = "" } = request.params;
  await afterContent(core, request);
  const createContext = await beginCalls(core, request, path);
  if (createContext instanceof DomainError) {
    if (createContext.kind === "too-many") await holdBack(core, callerLeft(reply.raw));
    return sendRefusal(reply, createContext, path);
  }
  const options = {
    router: appRouter,
    createContext,
    maxBatchSize: 20,
    onError: ({ error, path }) => logFault(core, error, path),
    responseMeta: ({ errors }) => ({ headers: { "cache-control": "no-store", ...retryAfter(errors) } }),
  } satisfies Options;
  return fastifyRequestHandler({ ...options, req: request, res: reply, path });
}

/** Gives what procedures know of the caller, or says why none of the calls may begin. A fault is left to tRPC, which answers in its own form. */
async function beginCalls(core: Core, request: HttpRequest, path: string): Promise<(() => Context) | DomainError> {
  const { ip: address, hostname: host } = request;
  try {
    const actor = await producerOf(core, request);
    assertService(actor, "api");
    countUse(core, actor, "api");
    const context: Context = { core, actor, accessToken: bearerToken(request), address, network: networkOf(address), host };
    return (await refusalOfAll(core, context, path.split(",").map(costOfCall))) ?? (() => context);
  } catch (error) {
    if (error instanceof DomainError) return error;
    const refusal = refusalOf(error);
    if (refusal) {
      core.log.error({ err: error, path }, "call refused");
      return refusal;
    }
    return () => {
      throw error;
    };
  }
}

/** One error for all calls of a request, in tRPC's own form. */
function sendRefusal(reply: FastifyReply, refusal: DomainError, path: string): FastifyReply {
  const error = wireError(refusal);
  const config = appRouter._def._config;
  const shape = getErrorShape({ config, error, path, type: "unknown", input: undefined, ctx: undefined });
  const headers = { "cache-control": "no-store", ...retryAfter([error]) };
  return reply
    .status(httpStatus[refusal.kind])
    .headers(headers)
    .send(transformTRPCResponse(config, { error: shape }));
}

/** Also answers that cannot be written: no procedure sees these. What a procedure threw is logged where it is translated. */
function logFault(core: Core, error: TRPCError, path: string | undefined): void {
  if (error.code !== "INTERNAL_SERVER_ERROR" || isLogged(error)) return;
  core.log.error({ err: error.cause ?? error, path }, "call failed");
}

/** The longest wait of a batch: after it, each of its calls may be repeated. */
function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  const waits = errors.flatMap(({ cause }) => (cause instanceof DomainError ? (retryAfterOf(cause) ?? []) : []));
  return waits.length === 0 ? {} : { "retry-after": String(Math.max(...waits)) };
}
