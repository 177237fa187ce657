import { isReadableAddress } from "@archipel/config/readable-address.ts";
import { contentSecurityPolicy, newNonce, securityHeaders } from "@archipel/config/security-headers.ts";
import { coreAway, coreReach, RETRY_AFTER_SECONDS } from "@archipel/session/core-reach.ts";
import { refusedApiAddress } from "@archipel/session/unreadable-address.ts";
import { type NextRequest, NextResponse } from "next/server";
import { env } from "./env.ts";

const HEADERS = Object.entries({ ...securityHeaders({ geolocation: false }), "x-robots-tag": "noindex, nofollow" });

/** They show pages of portals in a frame. Their hosts are the communities' own, which only core-api knows. */
const WITH_PREVIEW = /^\/c\/[^/]+\/portals\/[^/]+\/(site\/[^/]+|appearance)$/;

const isCoreThere = coreReach(env.CORE_API_URL);

/** Sends each page with a nonce and a content security policy that allows it. Next adds the nonce to its scripts. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  if (request.nextUrl.pathname.startsWith("/api/")) return api(request);
  const isForwarded = /^\/basemap(\.json$|\/)/.test(request.nextUrl.pathname);
  const isAway = !(await isCoreThere());
  if (isForwarded) return isAway ? new NextResponse(coreAway().body, coreAway()) : forward(request);
  const nonce = newNonce();
  const policy = contentSecurityPolicy({
    nonce,
    isDevelopment: env.NODE_ENV === "development",
    basemapStyleUrl: env.ARCHIPEL_BASEMAP_STYLE_URL,
    ...(WITH_PREVIEW.test(request.nextUrl.pathname) && { frames: ["https:", "http:"] }),
  });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  headers.set("x-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = answer(request, isAway, headers);
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of HEADERS) response.headers.set(name, value);
  return response;
}

/** Routes of the site itself read the address, which must be readable. */
function api({ nextUrl }: NextRequest): NextResponse {
  const refused = refusedApiAddress(nextUrl);
  return refused ? new NextResponse(refused.body, refused) : NextResponse.next();
}

/** Pages that answer instead of the one that was asked. Next may pass their own addresses here too: these are shown as they are. */
const INSTEAD = { unavailable: "/unavailable", unreadable: "/unreadable-address" };

function answer(request: NextRequest, isAway: boolean, headers: Headers): NextResponse {
  if (Object.values(INSTEAD).includes(request.nextUrl.pathname)) return NextResponse.next({ request: { headers } });
  const instead = (path: string, status: number) => NextResponse.rewrite(new URL(path, request.url), { status, request: { headers } });
  if (!isReadableAddress(request.nextUrl)) return instead(INSTEAD.unreadable, 400);
  if (!isAway) return NextResponse.next({ request: { headers } });
  // It tries again by itself.
  const response = instead(INSTEAD.unavailable, 503);
  response.headers.set("retry-after", String(RETRY_AFTER_SECONDS));
  response.headers.set("cache-control", "no-store");
  return response;
}

/** Proxies the basemap, which is public, to core-api without cookies. */
function forward(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.delete("cookie");
  const { pathname, search } = request.nextUrl;
  return NextResponse.rewrite(new URL(`${pathname}${search}`, env.CORE_API_URL), { request: { headers } });
}

/** Next must find the literals here. Addresses below `/api` come here only with a `%`: Next answers 500 when it decodes a broken one. */
export const config = { matcher: ["/((?!api/|_next/static|_next/image|maplibre/).*)", "/api/(.*%.*)"] };
