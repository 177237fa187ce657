import { authOptions, localPath, PROVIDER_ID } from "./auth-options.ts";
import { forwardToCore } from "./core-gateway.ts";
import { coreAway } from "./core-reach.ts";
import { endHubSession, type SessionUser, userOf } from "./hub-calls.ts";
import { isFromOwnPages } from "./same-origin.ts";
import { accessTokenIn, clearSessionCookies, parseCookies } from "./session-cookie.ts";
import type { SessionSettings } from "./settings.ts";
import { SIGN_OUT_NEXT } from "./sign-in-path.ts";
import { type FindSite, type Site, siteOf } from "./site.ts";

interface Parts {
  readonly settings: SessionSettings;
  readonly findSite: FindSite;
  /** The pass to a site that is not online, in the `Cookie` header. There everybody is a visitor: nobody signs in. */
  readonly passIn?: (cookies: string | null) => string | null;
}

/** A route's `params`, as Next passes them to a handler. */
interface Params<P> {
  readonly params: Promise<P>;
}

/** Sessions of one app, for its route handlers and server components. Every part refuses a host that is not a site. */
export interface SiteSessions {
  /** The access token in these headers, or null. It is not checked here: core-api checks it at each call. */
  accessToken(headers: Headers): Promise<string | null>;
  /** The person of these headers, as the hub answers: null after a sign-out anywhere. */
  user(headers: Headers): Promise<SessionUser | null>;
  routes: {
    /** `/api/auth/[...nextauth]` */
    auth(request: Request, context: Params<{ nextauth: string[] }>): Promise<Response>;
    /** `/api/core/[...path]` */
    core(request: Request, context: Params<{ path: string[] }>): Promise<Response>;
    /** `GET /api/session`: `{ isSignedIn }`; clears this site's cookie when the hub's session has ended. */
    session(request: Request): Promise<Response>;
    /** `GET /api/session/sign-in?callbackUrl=&locale=&email=&invitation=`: starts a sign-in from a plain link, optionally of an expected person. */
    signIn(request: Request): Promise<Response>;
    /** `POST /api/session/sign-out`: ends the session everywhere, then shows the site's home. */
    signOut(request: Request): Promise<Response>;
    /** `GET /api/session/problem`: next-auth redirects here after an error; the hub explains it in the site's colours. */
    problem(request: Request): Promise<Response>;
  };
}

export function siteSessions({ settings, findSite, passIn = () => null }: Parts): SiteSessions {
  const tokenOf = (site: Site, headers: Headers) => accessTokenIn(settings, site, parseCookies(headers.get("cookie")));

  const accessToken = async (headers: Headers) => {
    const site = mayHaveSession(headers) ? await siteOf(findSite, headers) : null;
    return site && tokenOf(site, headers);
  };

  const onSite = (request: Request, work: (site: Site) => Promise<Response>) => atSite(findSite, request, work, coreAway);
  /** For addresses that people open: they must not see JSON, but the page of the site that says that it is unavailable. */
  const onPage = (request: Request, work: (site: Site) => Promise<Response>) => atSite(findSite, request, work, () => seeOther("/"));

  const isOnline = async ({ headers }: Request) => (await siteOf(findSite, headers).catch(() => null)) !== null;

  return {
    accessToken,
    async user(headers) {
      const token = await accessToken(headers);
      return token ? userOf(settings, token) : null;
    },
    routes: {
      auth: (request, { params }) =>
        onSite(request, async (site) => {
          // Loaded only by the routes that need it.
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

      core: async (request, { params }) => {
        const { path } = await params;
        const forward = (site: Site, accessToken: string | null) =>
          forwardToCore({ request, site, coreUrl: settings.CORE_API_URL, path, accessToken, mount: "/api/core" });
        const pass = passIn(request.headers.get("cookie"));
        if (pass === null || (await isOnline(request)))
          return onSite(request, async (site) => forward(site, await tokenOf(site, request.headers)));
        const byPass = (host: string) => findSite(host, pass);
        return atSite(byPass, request, (site) => forward(site, pass), coreAway);
      },

      session: (request) =>
        onSite(request, async (site) => {
          const token = await tokenOf(site, request.headers);
          // When the hub does not answer, the session is kept.
          const isSignedIn = token !== null && (await userOf(settings, token).catch(() => true)) !== null;
          return withoutSession(Response.json({ isSignedIn }), isSignedIn ? null : site, request);
        }),

      signIn: async (request) => {
        const asked = new URL(request.url).searchParams;
        // A portal that is seen by a pass says on each page that nobody signs in yet.
        if (passIn(request.headers.get("cookie")) !== null && !(await isOnline(request)))
          return seeOther(localPath(asked.get("callbackUrl")));
        return onPage(request, async (site) => {
          const { startSignIn } = await import("./auth-handler.ts");
          const locale = asked.get("locale");
          const email = asked.get("email");
          const invitation = asked.get("invitation");
          return startSignIn({
            site,
            options: authOptions(settings, site),
            provider: PROVIDER_ID,
            callbackUrl: localPath(asked.get("callbackUrl")),
            query: {
              ...(locale === "fr" || locale === "en" ? { ui_locales: locale } : {}),
              ...(email ? { login_hint: email.slice(0, 254) } : {}),
              ...(invitation ? { invitation: invitation.slice(0, 200) } : {}),
            },
            cookies: parseCookies(request.headers.get("cookie")),
          });
        });
      },

      signOut: (request) =>
        onPage(request, async (site) => {
          if (!isFromOwnPages(request, site)) return Response.json({ error: "wrong-origin", params: {} }, { status: 403 });
          const token = await tokenOf(site, request.headers);
          const ended = token === null ? { next: null } : await ending(settings, token);
          // The person is still signed in: the home page says that the service is away.
          if (!ended) return seeOther("/");
          return withoutSession(ended.next === null ? seeOther(site.origin) : onwards(ended.next), site, request);
        }),

      problem: (request) =>
        onPage(request, async (site) => {
          const error = new URL(request.url).searchParams.get("error") ?? "";
          const code = /^[A-Za-z]{1,40}$/.test(error) ? error : "unknown";
          return seeOther(`${settings.ARCHIPEL_PUBLIC_URL}/hub/problem?client=${encodeURIComponent(site.clientId)}&error=${code}`);
        }),
    },
  };
}

/** Most visitors have no session: for them, which site this is need not be asked. */
function mayHaveSession(headers: Headers): boolean {
  return headers.get("cookie")?.includes("archipel.session") === true;
}

/** Runs a route for the site of the request's host; refuses a host that is not a site. `away` answers when the hub does not. */
async function atSite(
  findSite: FindSite,
  request: Request,
  work: (site: Site) => Promise<Response>,
  away: () => Response,
): Promise<Response> {
  let site: Site | null;
  try {
    site = await siteOf(findSite, request.headers);
  } catch {
    return away();
  }
  return site ? work(site) : Response.json({ error: "portal-not-found", params: {} }, { status: 404 });
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}

/** Ends a session at the hub; null when the hub does not answer. */
function ending(settings: SessionSettings, token: string): Promise<{ next: string | null } | null> {
  return endHubSession(settings, token).then(
    (next) => ({ next }),
    () => null,
  );
}

/**
 * A page that goes on to the hub, which ends the session at the person's institution. Not a redirect: `form-action 'self'` holds the
 * redirects that follow the form of the sign-out.
 */
function onwards(next: string): Response {
  const address = new URL(next).href.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  const body = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${address}"><title>…</title><a href="${address}">→</a>`;
  return new Response(body, {
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", [SIGN_OUT_NEXT]: new URL(next).href },
  });
}

/** Deletes the session cookies of a site from the browser, when the site is known. */
function withoutSession(response: Response, site: Site | null, request: Request): Response {
  response.headers.set("cache-control", "no-store");
  if (site) {
    for (const cookie of clearSessionCookies(site, parseCookies(request.headers.get("cookie"))))
      response.headers.append("set-cookie", cookie);
  }
  return response;
}
