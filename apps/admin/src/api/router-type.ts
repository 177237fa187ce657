/** The type of core-api's router. Type only: no server code is bundled into this app. */
export type { AppRouter } from "@archipel/core-api/app-router.ts";
