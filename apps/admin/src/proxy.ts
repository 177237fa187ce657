import { contentSecurityPolicy, securityHeaders } from "@archipel/config/security-headers.ts";
import { type NextRequest, NextResponse } from "next/server";
import { env } from "./env.ts";

const HEADERS = Object.entries({ ...securityHeaders({ geolocation: false }), "x-robots-tag": "noindex, nofollow" });

/** Sends each page with a nonce and a content security policy that allows it. Next adds the nonce to its scripts. */
export function proxy(request: NextRequest): NextResponse {
  if (/^\/basemap(\.json$|\/)/.test(request.nextUrl.pathname)) return forward(request);
  const nonce = crypto.randomUUID();
  const policy = contentSecurityPolicy({
    nonce,
    isDevelopment: env.NODE_ENV === "development",
    basemapStyleUrl: env.ARCHIPEL_BASEMAP_STYLE_URL,
  });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  headers.set("x-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of HEADERS) response.headers.set(name, value);
  return response;
}

/** Proxies the basemap, which is public, to core-api without cookies. */
function forward(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.delete("cookie");
  const { pathname, search } = request.nextUrl;
  return NextResponse.rewrite(new URL(`${pathname}${search}`, env.CORE_API_URL), { request: { headers } });
}

export const config = { matcher: ["/((?!api/|_next/static|_next/image|maplibre/).*)"] };
