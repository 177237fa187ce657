import { createClient } from "@archipel/api-client/client.ts";
import type { AppRouter } from "@archipel/core-api/app-router.ts";
import { visitorAddress } from "@archipel/session/visitor-address.ts";
import { headers } from "next/headers";
import { cache } from "react";
import { env } from "../env.ts";
import { passOfPage } from "./core-for-all.ts";
import { noteFailures } from "./note-failures.ts";
import { afterNews } from "./public-core.ts";

/**
 * core-api for the request being rendered: as the person with this access token sees it, or as a visitor does. Its answers must not be cached.
 * It uses the budget of the visitor's address, not the site's. One client for a page that is drawn: its calls of one tick travel together.
 */
export const coreFor = cache((accessToken: string | null) =>
  createClient<AppRouter>({
    url: `${env.CORE_API_URL}/trpc`,
    onCall: noteFailures,
    headers: async () => {
      const asked = await headers();
      const token = accessToken ?? (await passOfPage());
      const [address, host] = [visitorAddress(asked), asked.get("host")];
      return {
        ...afterNews(),
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(address !== null && { "x-forwarded-for": address }),
        ...(host !== null && { "x-forwarded-host": host }),
      };
    },
  }),
);
