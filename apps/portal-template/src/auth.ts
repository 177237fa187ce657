import type { SessionUser } from "@archipel/session/hub-calls.ts";
import { siteFinder } from "@archipel/session/site.ts";
import { siteSessions } from "@archipel/session/site-sessions.ts";
import { headers } from "next/headers";
import { cache } from "react";
import { env } from "./env.ts";
import { passIn } from "./tenancy/passes.ts";

/** One deployment, many sites: the portals table decides which site a request is for. */
export const sessions = siteSessions({ settings: env, findSite: siteFinder(env), passIn });

/** The visitor's access token for calls to core-api, or null. Server only. */
export const getAccessToken = cache(async (): Promise<string | null> => sessions.accessToken(await headers()));

/** The person signed in at the hub; null for a visitor, and after signing out on any site. */
export const currentSession = cache(async (): Promise<{ user: SessionUser } | null> => {
  const user = await sessions.user(await headers());
  return user && { user };
});
