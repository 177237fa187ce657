import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "./content-security-policy.ts";
import { env } from "./env.ts";

/** Gives each page its own nonce and the policy that names it; Next puts the nonce on its scripts. */
export function proxy(request: NextRequest): NextResponse {
  if (/^\/basemap(\.json$|\/)/.test(request.nextUrl.pathname)) return forward(request);
  const nonce = crypto.randomUUID();
  const policy = contentSecurityPolicy({
    nonce,
    isDevelopment: env.NODE_ENV === "development",
    basemapOrigin: env.ARCHIPEL_BASEMAP_STYLE_URL ? new URL(env.ARCHIPEL_BASEMAP_STYLE_URL).origin : null,
  });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  headers.set("x-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("referrer-policy", "strict-origin-when-cross-origin");
  response.headers.set("permissions-policy", "camera=(), microphone=(), payment=(), usb=()");
  response.headers.set("cross-origin-opener-policy", "same-origin");
  response.headers.set("x-robots-tag", "noindex, nofollow");
  return response;
}

/** The basemap is public: core-api is asked without any cookie of this host. */
function forward(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.delete("cookie");
  const { pathname, search } = request.nextUrl;
  return NextResponse.rewrite(new URL(`${pathname}${search}`, env.CORE_API_URL), { request: { headers } });
}

export const config = { matcher: ["/((?!api/|_next/static|_next/image|maplibre/).*)"] };
