/** The shape of core-api. Only its type crosses: no code of the server reaches this app. */
export type { AppRouter } from "@archipel/core-api/app-router.ts";
