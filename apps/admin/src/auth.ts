import { ADMIN_CLIENT_ID } from "@archipel/session/client-keys.ts";
import type { SessionUser } from "@archipel/session/hub-calls.ts";
import type { Site } from "@archipel/session/site.ts";
import { siteSessions } from "@archipel/session/site-sessions.ts";
import { headers } from "next/headers";
import { cache } from "react";
import { env } from "./env.ts";

const { origin, hostname } = new URL(env.ARCHIPEL_ADMIN_URL);
const site: Site = { clientId: ADMIN_CLIENT_ID, origin };

/** The console is one site, at the address in its settings. Other hosts are refused. */
export const sessions = siteSessions({ settings: env, findSite: async (host) => (host === hostname ? site : null) });

/** The caller's access token for calls to core-api, or null. Server only. */
export const getAccessToken = cache(async (): Promise<string | null> => sessions.accessToken(await headers()));

/** The signed-in person, as the identity hub knows them now; null when nobody is signed in, or after a sign-out on any site. */
export const currentSession = cache(async (): Promise<{ user: SessionUser } | null> => {
  const user = await sessions.user(await headers());
  return user && { user };
});
