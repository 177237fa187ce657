import type { TRPCError } from "@trpc/server";
import { type FastifyTRPCPluginOptions, fastifyRequestHandler } from "@trpc/server/adapters/fastify";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type AppRouter, appRouter } from "../app-router.ts";
import { bearerToken, producerOf } from "../gate/authenticate.ts";
import { networkOf } from "../gate/limits/network.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError, retryAfterOf } from "../kernel/domain-error.ts";
import type { Context } from "../trpc/context.ts";
import { wireError } from "../trpc/init.ts";
import { isLogged } from "../trpc/procedures.ts";
import type { CoreAlone, HttpRequest } from "./route.ts";

type Options = FastifyTRPCPluginOptions<AppRouter>["trpcOptions"];

/** One call, or up to 20 in a batch. tRPC's context authenticates the caller, so that an invalid key is refused in tRPC's own form. */
export async function procedureCall({ core }: CoreAlone, request: HttpRequest, reply: FastifyReply): Promise<void> {
  const options = {
    router: appRouter,
    createContext: ({ req }) => createContext(core, req),
    maxBatchSize: 20,
    onError: ({ error, path }) => logFault(core, error, path),
    responseMeta: ({ errors }) => ({ headers: { "cache-control": "no-store", ...retryAfter(errors) } }),
  } satisfies Options;
  await fastifyRequestHandler({ ...options, req: request, res: reply, path: request.params.path ?? "" });
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

async function createContext(core: Core, request: FastifyRequest): Promise<Context> {
  const actor = await producerOf(core, request).catch((error) => {
    throw error instanceof DomainError ? wireError(error) : error;
  });
  const { ip: address, hostname: host } = request;
  return { core, actor, accessToken: bearerToken(request), address, network: networkOf(address), host };
}
