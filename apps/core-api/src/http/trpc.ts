import type { TRPCError } from "@trpc/server";
import { type FastifyTRPCPluginOptions, fastifyRequestHandler } from "@trpc/server/adapters/fastify";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type AppRouter, appRouter } from "../app-router.ts";
import { bearerToken, producerOf } from "../gate/authenticate.ts";
import { networkOf } from "../gate/limits/network.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
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
  } satisfies Options;
  await fastifyRequestHandler({ ...options, req: request, res: reply, path: request.params.path ?? "" });
}

/** Also answers that cannot be written: no procedure sees these. What a procedure threw is logged where it is translated. */
function logFault(core: Core, error: TRPCError, path: string | undefined): void {
  if (error.code !== "INTERNAL_SERVER_ERROR" || isLogged(error)) return;
  core.log.error({ err: error.cause ?? error, path }, "call failed");
}

async function createContext(core: Core, request: FastifyRequest): Promise<Context> {
  const actor = await producerOf(core, request).catch((error) => {
    throw error instanceof DomainError ? wireError(error) : error;
  });
  return { core, actor, accessToken: bearerToken(request), address: request.ip, network: networkOf(request.ip) };
}
