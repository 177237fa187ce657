import { router } from "./trpc/procedures.ts";

/** The table of contents of the API. */
export const appRouter = router({});

export type AppRouter = typeof appRouter;
