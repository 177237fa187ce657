import { createClient } from "@archipel/api-client/client.ts";
import type { AppRouter } from "@archipel/core-api/app-router.ts";
import { env } from "../env.ts";

/** core-api as an anonymous visitor sees it: its answers may be cached and shown to everyone. */
export const publicCore = createClient<AppRouter>({ url: `${env.CORE_API_URL}/trpc` });

/** core-api as the person with this access token sees it: its answers must not be cached. */
export function coreFor(accessToken: string | null) {
  if (!accessToken) return publicCore;
  return createClient<AppRouter>({ url: `${env.CORE_API_URL}/trpc`, headers: () => ({ authorization: `Bearer ${accessToken}` }) });
}
