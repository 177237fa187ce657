import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from "@trpc/server/adapters/fastify";
import type { FastifyInstance } from "fastify";
import { type AppRouter, appRouter } from "../app-router.ts";
import type { Core } from "../kernel/core.ts";
import { createContext } from "../trpc/context.ts";

/** `/trpc`: the typed API of portal and admin. */
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
