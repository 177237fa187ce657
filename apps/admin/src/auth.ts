import type { SessionUser } from "@archipel/session/hub-calls.ts";
import { siteSessions } from "@archipel/session/site-sessions.ts";
import { headers } from "next/headers";
import { cache } from "react";
import { findConsole } from "./console-site.ts";
import { env } from "./env.ts";

export const sessions = siteSessions({ settings: env, findSite: findConsole });

/** The caller's access token for calls to core-api, or null. Server only. */
export const getAccessToken = cache(async (): Promise<string | null> => sessions.accessToken(await headers()));

/** The signed-in person, as the identity hub knows them now; null when nobody is signed in, or after a sign-out on any site. */
export const currentSession = cache(async (): Promise<{ user: SessionUser } | null> => {
  const user = await sessions.user(await headers());
  return user && { user };
});
