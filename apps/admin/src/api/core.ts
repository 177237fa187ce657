import { createClient } from "@archipel/api-client/client.ts";
import { visitorAddress } from "@archipel/session/visitor-address.ts";
import { headers } from "next/headers";
import { cache } from "react";
import { getAccessToken } from "../auth.ts";
import { env } from "../env.ts";
import type { AppRouter } from "./router-type.ts";

/** core-api for the page being drawn, as its person; null without one. Calls of one tick travel together. Server only. */
export const core = cache(async () => {
  const token = await getAccessToken();
  if (token === null) return null;
  const address = visitorAddress(await headers());
  return createClient<AppRouter>({
    url: `${env.CORE_API_URL}/trpc`,
    headers: () => ({ authorization: `Bearer ${token}`, ...(address !== null && { "x-forwarded-for": address }) }),
  });
});

/** The person and their communities; null when nobody is signed in. Read once for a page. */
export const currentMe = cache(async () => {
  const client = await core();
  return client === null ? null : client.identity.me.query();
});
