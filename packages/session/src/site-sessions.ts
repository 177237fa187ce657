import { authOptions, localPath, PROVIDER_ID } from "./auth-options.ts";
import { forwardToCore } from "./core-gateway.ts";
import { endHubSession, type SessionUser, userOf } from "./hub-calls.ts";
import { isFromOwnPages } from "./same-origin.ts";
import { accessTokenIn, clearSessionCookies, parseCookies } from "./session-cookie.ts";
import type { SessionSettings } from "./settings.ts";
import { type FindSite, type Site, siteOf } from "./site.ts";

interface Parts {
  readonly settings: SessionSettings;
  readonly findSite: FindSite;
}

/** A route's `params`, as Next gives them to a handler. */
interface Params<P> {
  readonly params: Promise<P>;
}

/** Sessions of one app, as its route handlers and server components use them. Every part refuses a host that is no site. */
export interface SiteSessions {
  /** The access token of whoever sends these headers, or null. Not checked: core-api does at each call. */
  accessToken(headers: Headers): Promise<string | null>;
  /** The person of these headers, asked from the hub: null once signed out anywhere. */
  user(headers: Headers): Promise<SessionUser | null>;
  routes: {
    /** `/api/auth/[...nextauth]` */
    auth(request: Request, context: Params<{ nextauth: string[] }>): Promise<Response>;
    /** `/api/core/[...path]` */
    core(request: Request, context: Params<{ path: string[] }>): Promise<Response>;
    /** `GET /api/session`: `{ isSignedIn }`; ends this site's cookie when the hub's session has ended. */
    session(request: Request): Promise<Response>;
    /** `GET /api/session/sign-in?callbackUrl=&locale=&email=`: a plain link starts a sign-in, perhaps with an address that the hub offers. */
    signIn(request: Request): Promise<Response>;
    /** `POST /api/session/sign-out`: ends the session everywhere, then shows the site's home. */
    signOut(request: Request): Promise<Response>;
    /** `GET /api/session/problem`: next-auth sends here what failed; the hub explains it in the site's colours. */
    problem(request: Request): Promise<Response>;
  };
}

export function siteSessions({ settings, findSite }: Parts): SiteSessions {
  const tokenOf = (site: Site, headers: Headers) => accessTokenIn(settings, site, parseCookies(headers.get("cookie")));

  const accessToken = async (headers: Headers) => {
    const site = await siteOf(findSite, headers);
    return site && tokenOf(site, headers);
  };

  /** Runs a route for the site of the request's host; a host that is no site does not get further. */
  const onSite = async (request: Request, work: (site: Site) => Promise<Response>) => {
    const site = await siteOf(findSite, request.headers);
    return site ? work(site) : Response.json({ error: "portal-not-found", params: {} }, { status: 404 });
  };

  return {
    accessToken,
    async user(headers) {
      const token = await accessToken(headers);
      return token ? userOf(settings, token) : null;
    },
    routes: {
      auth: (request, { params }) =>
        onSite(request, async (site) => {
          // Loaded by the routes that need it only.
          const { runAuth } = await import("./auth-handler.ts");
          const isForm = request.method === "POST" && request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded");
          return runAuth({
            site,
            options: authOptions(settings, site),
            method: request.method === "POST" ? "POST" : "GET",
            action: (await params).nextauth,
            query: Object.fromEntries(new URL(request.url).searchParams),
            cookies: parseCookies(request.headers.get("cookie")),
            body: isForm ? Object.fromEntries(new URLSearchParams(await request.text())) : {},
          });
        }),

      core: (request, { params }) =>
        onSite(request, async (site) =>
          forwardToCore({
            request,
            site,
            coreUrl: settings.CORE_API_URL,
            path: (await params).path,
            accessToken: await tokenOf(site, request.headers),
            mount: "/api/core",
          }),
        ),

      session: (request) =>
        onSite(request, async (site) => {
          const token = await tokenOf(site, request.headers);
          // A hub that does not answer says nothing about the session: it stays.
          const isSignedIn = token !== null && (await userOf(settings, token).catch(() => true)) !== null;
          return withoutSession(Response.json({ isSignedIn }), isSignedIn ? null : site, request);
        }),

      signIn: (request) =>
        onSite(request, async (site) => {
          const { startSignIn } = await import("./auth-handler.ts");
          const asked = new URL(request.url).searchParams;
          const locale = asked.get("locale");
          const email = asked.get("email");
          return startSignIn({
            site,
            options: authOptions(settings, site),
            provider: PROVIDER_ID,
            callbackUrl: localPath(asked.get("callbackUrl")),
            query: {
              ...(locale === "fr" || locale === "en" ? { ui_locales: locale } : {}),
              ...(email ? { login_hint: email.slice(0, 254) } : {}),
            },
            cookies: parseCookies(request.headers.get("cookie")),
          });
        }),

      signOut: (request) =>
        onSite(request, async (site) => {
          if (!isFromOwnPages(request, site)) return Response.json({ error: "wrong-origin", params: {} }, { status: 403 });
          const token = await tokenOf(site, request.headers);
          if (token) await endHubSession(settings, token);
          return withoutSession(seeOther(site.origin), site, request);
        }),

      problem: (request) =>
        onSite(request, async (site) => {
          const error = new URL(request.url).searchParams.get("error") ?? "";
          const code = /^[A-Za-z]{1,40}$/.test(error) ? error : "unknown";
          return seeOther(`${settings.ARCHIPEL_PUBLIC_URL}/hub/problem?client=${encodeURIComponent(site.clientId)}&error=${code}`);
        }),
    },
  };
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}

/** Drops the session cookies of a site from the browser, when there is a site to drop them of. */
function withoutSession(response: Response, site: Site | null, request: Request): Response {
  response.headers.set("cache-control", "no-store");
  if (site) {
    for (const cookie of clearSessionCookies(site, parseCookies(request.headers.get("cookie"))))
      response.headers.append("set-cookie", cookie);
  }
  return response;
}
