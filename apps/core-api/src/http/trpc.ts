import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from "@trpc/server/adapters/fastify";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type AppRouter, appRouter } from "../app-router.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { bearerToken, type Context } from "../trpc/context.ts";
import { wireError } from "../trpc/init.ts";
import { producerOf } from "./key-door.ts";

/** `/trpc`: the typed API of portal and admin, and of producers' programs by the key of a community. */
export async function trpcDoor(app: FastifyInstance, core: Core): Promise<void> {
  await app.register(fastifyTRPCPlugin, {
    prefix: "/trpc",
    trpcOptions: {
      router: appRouter,
      createContext: ({ req }) => createContext(core, req),
      maxBatchSize: 20,
    } satisfies FastifyTRPCPluginOptions<AppRouter>["trpcOptions"],
  });
}

async function createContext(core: Core, request: FastifyRequest): Promise<Context> {
  const actor = await producerOf(core, request).catch((error) => {
    throw error instanceof DomainError ? wireError(error) : error;
  });
  return { core, actor, accessToken: bearerToken(request), address: request.ip };
}
