import { createClient } from "@archipel/api-client/client.ts";
import type { AppRouter } from "@archipel/core-api/app-router.ts";
import { headers } from "next/headers";
import { cache } from "react";
import { env } from "../env.ts";
import { PASS_HEADER } from "../tenancy/passes.ts";
import { noteFailures } from "./note-failures.ts";
import { publicCore } from "./public-core.ts";

/** The pass of the request being rendered; null on every portal that is online, and outside of requests. */
export const passOfPage = cache(async (): Promise<string | null> => {
  try {
    return (await headers()).get(PASS_HEADER);
  } catch {
    return null;
  }
});

/**
 * core-api as everyone sees it: shared by all pages of portals that are online. A page that is seen by a pass has a client of its own, because
 * calls of one tick travel together.
 */
export async function coreForAll(): Promise<typeof publicCore> {
  const pass = await passOfPage();
  return pass === null ? publicCore : clientWith(pass);
}

const clientWith = cache((pass: string) =>
  createClient<AppRouter>({ url: `${env.CORE_API_URL}/trpc`, headers: () => ({ authorization: `Bearer ${pass}` }), onCall: noteFailures }),
);
