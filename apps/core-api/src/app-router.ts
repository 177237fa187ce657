import { datasetsRouter } from "./modules/datasets/router.ts";
import { portalsRouter } from "./modules/portals/router.ts";
import { router } from "./trpc/procedures.ts";

/** The table of contents of the API. */
export const appRouter = router({
  datasets: datasetsRouter,
  portals: portalsRouter,
});

export type AppRouter = typeof appRouter;
