import { contentSecurityPolicy, newNonce, securityHeaders } from "@archipel/config/security-headers.ts";
import { coreAway, coreReach, RETRY_AFTER_SECONDS } from "@archipel/session/core-reach.ts";
import { refusedApiAddress } from "@archipel/session/unreadable-address.ts";
import { type NextRequest, NextResponse } from "next/server";
import { sessions } from "./auth.ts";
import { env } from "./env.ts";
import { PLAYERS } from "./features/site-pages/video-source.ts";
import { askedPage } from "./tenancy/asked-page.ts";
import { credentialGate } from "./tenancy/credential-gate.ts";
import { type Action, decide } from "./tenancy/decide.ts";
import { lookUpClosed, lookUpPortal } from "./tenancy/directory.ts";
import { hostName } from "./tenancy/host-gate.ts";
import { lookUpWith } from "./tenancy/look-up-with.ts";
import { PASS_HEADER, passCookie, passIn, passOfAddress, targetOf } from "./tenancy/passes.ts";
import { LOCALE_COOKIE } from "./tenancy/preferences.ts";
import { isPreview } from "./tenancy/preview-path.ts";

/** A portal may ask for the visitor's position, to centre the map. */
const SECURITY_HEADERS = Object.entries(securityHeaders({ geolocation: true }));

/** Host → portal → action. Not a security boundary: core-api checks everything again. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  if (request.nextUrl.pathname.startsWith("/api/")) return api(request);
  const host = hostName(request.headers.get("host"));
  const given = passOfAddress(request.nextUrl.pathname);
  if (given !== null && host !== null) return privateLink(request, host, given);
  const framed = passOfPreview(request);
  const { lookup, pass } = await lookUp(request, host, framed);
  const action = decide({
    method: request.method,
    host,
    pathname: request.nextUrl.pathname,
    search: request.nextUrl.search,
    lookup,
    localeCookie: request.cookies.get(LOCALE_COOKIE)?.value,
    acceptLanguage: request.headers.get("accept-language"),
  });
  const response = await act(needsCore(action) && !(await isCoreThere()) ? { kind: "away", action } : action, request, pass);
  for (const [name, value] of SECURITY_HEADERS) response.headers.set(name, value);
  if (pass !== null) for (const [name, value] of SEEN_BY_PASS) response.headers.set(name, value);
  // What the page asks for afterwards must be answered too.
  if (framed !== null && pass === framed) response.headers.append("set-cookie", passCookie(pass, cookieKind(request)));
  return response;
}

/** The console shows previews of pages in frames. Their address holds the pass: it stays the same while the editor scrolls the page. */
function passOfPreview({ nextUrl: { pathname, searchParams } }: NextRequest): string | null {
  return isPreview(pathname.replace(/^\/[a-z]{2}(?=\/)/, "")) ? passOfAddress(`/private/${searchParams.get("pass")}`) : null;
}

const cookieKind = (request: NextRequest) => ({
  isFramed: request.headers.get("sec-fetch-dest") === "iframe",
  isSecure: publicUrl(request, "/").protocol === "https:",
});

/** What only some people see is in no search engine, and in no cache. */
const SEEN_BY_PASS = [
  ["x-robots-tag", "noindex, nofollow"],
  ["cache-control", "private, no-store"],
] as const;

function lookUp(request: NextRequest, host: string | null, given: string | null) {
  if (host === null) return { lookup: { state: "none" } as const, pass: null };
  return lookUpWith(lookUpPortal, host, given ?? passIn(request.headers.get("cookie")), askedPage(request.nextUrl.pathname));
}

/** A private link: the browser keeps its pass and goes on to the portal. One that opens nothing is an address of nobody. */
async function privateLink(request: NextRequest, host: string, given: string): Promise<NextResponse> {
  const { lookup, pass } = await lookUpWith(lookUpPortal, host, given);
  if (lookup.state !== "found") return lookup.state === "unavailable" ? unavailable(request) : unknownHost(request);
  const response = NextResponse.redirect(publicUrl(request, targetOf(request.nextUrl.search)), 303);
  for (const [name, value] of [...SEEN_BY_PASS, ["referrer-policy", "no-referrer"] as const]) response.headers.set(name, value);
  if (pass !== null) response.headers.append("set-cookie", passCookie(pass, cookieKind(request)));
  return response;
}

/** Routes of the site itself read the address, which must be readable. */
function api({ nextUrl }: NextRequest): NextResponse {
  const refused = refusedApiAddress(nextUrl);
  return refused ? new NextResponse(refused.body, refused) : NextResponse.next();
}

const isCoreThere = coreReach(env.CORE_API_URL);

/** Whether the answer to a request reads something of core-api. */
function needsCore({ kind }: Action): boolean {
  return kind === "forward" || kind === "page" || kind === "embed" || kind === "site-file";
}

async function act(
  action: Action | { readonly kind: "away"; readonly action: Action },
  request: NextRequest,
  pass: string | null,
): Promise<NextResponse> {
  const { search } = request.nextUrl;
  switch (action.kind) {
    case "away":
      if (action.action.kind === "embed") return unavailable(request, action.action.ancestors);
      return action.action.kind === "page" ? unavailable(request) : new NextResponse(coreAway().body, coreAway());
    case "forward":
      return forward(request, pass);
    case "redirect":
      return NextResponse.redirect(publicUrl(request, `${action.pathname}${search}`), 307);
    case "moved":
      return moved(action.address);
    case "site-file":
      return NextResponse.rewrite(inside(request, action.pathname), { request: { headers: withPass(request, pass) } });
    case "unknown-host":
      return unknownHost(request);
    case "unavailable":
      return unavailable(request);
    case "unreadable-address":
      return page(request, "/answers/unreadable-address", { status: 400 });
    case "page":
    case "embed":
      return page(request, action.pathname, {
        extra: { "x-next-intl-locale": action.locale, "x-portal-path": `${action.rest}${search}` },
        pass,
        ...(action.kind === "embed" && { frameAncestors: action.ancestors }),
        // Drafts are behind a secret address: the editor may show them.
        ...(isPreview(action.rest) && { frameAncestors: `'self' ${new URL(env.ARCHIPEL_ADMIN_URL).origin}` }),
      });
  }
}

/** A host without a live portal: one that was closed says so, and search engines forget what is gone. */
async function unknownHost(request: NextRequest): Promise<NextResponse> {
  const host = hostName(request.headers.get("host"));
  const closed = host === null ? null : await lookUpClosed(host);
  if (!closed) return page(request, "/answers/unknown-host", { status: 404 });
  const response = page(request, "/answers/closed", {
    // A suspension ends; what its managers closed is gone until they decide otherwise.
    status: closed.state === "suspended" ? 503 : 410,
    extra: { "x-closed-portal": encodeURIComponent(JSON.stringify(closed)) },
  });
  response.headers.set("cache-control", "no-store");
  return response;
}

/** A page in the portal's look that tries again by itself; in a frame of another site too, where that site may show the map. */
function unavailable(request: NextRequest, frameAncestors?: string): NextResponse {
  const response = page(request, "/answers/unavailable", { status: 503, frameAncestors });
  response.headers.set("retry-after", String(RETRY_AFTER_SECONDS));
  response.headers.set("cache-control", "no-store");
  return response;
}

/** core-api gets the path unchanged, no cookie of this host, and a token: the caller's own, or that of the signed-in person. */
async function forward(request: NextRequest, pass: string | null): Promise<NextResponse> {
  const headers = new Headers(request.headers);
  headers.delete("cookie");
  // A visitor who sends the header could read another portal's catalogue under this host.
  headers.set("x-forwarded-host", request.headers.get("host") ?? "");
  headers.delete("forwarded");
  const credential = credentialGate(request.method, headers.get("authorization"));
  if (credential !== "own") headers.delete("authorization");
  const isSignedIn = request.cookies.getAll().some(({ name }) => name.includes("archipel.session"));
  const token =
    pass !== null && credential !== "own"
      ? pass
      : credential === "session" && isSignedIn
        ? await sessions.accessToken(request.headers)
        : null;
  if (token) headers.set("authorization", `Bearer ${token}`);
  const { pathname, search } = request.nextUrl;
  return NextResponse.rewrite(new URL(`${pathname}${search}`, env.CORE_API_URL), { request: { headers } });
}

/** Permanent, but browsers keep none: if the main host changed meanwhile, two kept ones would lead to each other for ever. */
function moved(address: string): NextResponse {
  const response = NextResponse.redirect(address, 308);
  response.headers.set("cache-control", "no-store");
  return response;
}

interface PageOptions {
  /** Headers of the request that the page reads. */
  readonly extra?: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly frameAncestors?: string | undefined;
  /** The pass by which the visitor sees the portal. */
  readonly pass?: string | null;
}

/** The headers of a request for the pages: they read from one of them which pass its visitor has. */
function withPass(request: NextRequest, pass: string | null): Headers {
  const headers = new Headers(request.headers);
  headers.delete(PASS_HEADER);
  if (pass !== null) headers.set(PASS_HEADER, pass);
  return headers;
}

function page(request: NextRequest, path: string, { extra = {}, status = 200, frameAncestors, pass = null }: PageOptions): NextResponse {
  const nonce = newNonce();
  const policy = contentSecurityPolicy({
    nonce,
    isDevelopment: env.NODE_ENV === "development",
    formOrigin: new URL(env.ARCHIPEL_PUBLIC_URL).origin,
    basemapStyleUrl: env.ARCHIPEL_BASEMAP_STYLE_URL,
    frameAncestors,
    frames: PLAYERS,
  });
  const headers = withPass(request, pass);
  for (const [name, value] of Object.entries({ ...extra, "x-nonce": nonce, "content-security-policy": policy })) headers.set(name, value);
  const response = NextResponse.rewrite(inside(request, path), { status, request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

/** The same request at another path of this server. */
function inside(request: NextRequest, pathname: string): URL {
  return new URL(`${pathname}${request.nextUrl.search}`, request.url);
}

/** The URL as the browser knows it: Next's own URL may have the host name on which the server listens. */
function publicUrl(request: NextRequest, path: string): URL {
  const scheme = request.headers.get("x-forwarded-proto") === "https" ? "https" : request.nextUrl.protocol.replace(":", "");
  return new URL(path, `${scheme}://${request.headers.get("host") ?? request.nextUrl.host}`);
}

/** Next must find the literals here. Addresses below `/api` come here only with a `%`: Next answers 500 when it decodes a broken one. */
export const config = {
  matcher: ["/((?!api/|_next/static|_next/image|maplibre/|themes/|report-offline\\.js$|embed\\.js$).*)", "/api/(.*%.*)"],
};
