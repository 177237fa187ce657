import { coreAway } from "./core-reach.ts";
import { isFromOwnPages } from "./same-origin.ts";
import type { Site } from "./site.ts";
import { visitorAddress } from "./visitor-address.ts";

/** First path segments of core-api that browsers may reach through a site. */
const ADDRESSES = new Set([
  "trpc",
  "uploads",
  "downloads",
  "events",
  "tiles",
  "logos",
  "portals",
  "reports",
  "datasets",
  "layers",
  "basemap",
  "events",
  "assets",
  "imports",
  "checks",
  "rasters",
  "account",
  "communities",
  "community-imports",
  "processings",
]);

/** Hop-by-hop headers, and headers that a browser must not set. */
const DROPPED_REQUEST_HEADERS = [
  "authorization",
  "connection",
  "cookie",
  "expect",
  "forwarded",
  "host",
  "keep-alive",
  "te",
  "transfer-encoding",
  "upgrade",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
];
const DROPPED_RESPONSE_HEADERS = ["connection", "content-encoding", "keep-alive", "set-cookie", "transfer-encoding"];

interface GatewayCall {
  readonly request: Request;
  readonly site: Site;
  /** Address of core-api for this server. */
  readonly coreUrl: string;
  /** The path after the gateway's own address. */
  readonly path: readonly string[];
  readonly accessToken: string | null;
  /** Path of the gateway for browsers, `/api/core`. */
  readonly mount: string;
}

/**
 * Forwards a browser's request to core-api and streams both ways. It adds the access token, so that scripts in the browser never see
 * it. Answers 404 for other addresses, and 403 for a change requested by a page of another site.
 */
export async function forwardToCore({ request, site, coreUrl, path, accessToken, mount }: GatewayCall): Promise<Response> {
  const [first] = path;
  if (!first || !ADDRESSES.has(first) || path.some((part) => part === "." || part === ".." || part.includes("/"))) {
    return problem(404, "no-such-address");
  }
  const isReading = request.method === "GET" || request.method === "HEAD";
  if (!isReading && !isFromOwnPages(request, site)) return problem(403, "wrong-origin");

  const target = new URL(`${coreUrl}/${path.map(encodeURIComponent).join("/")}`);
  target.search = new URL(request.url).search;
  const init: RequestInit & { duplex?: "half" } = {
    method: request.method,
    headers: requestHeaders(request, site, accessToken),
    redirect: "manual",
    cache: "no-store",
    signal: request.signal,
    ...(isReading || !request.body ? {} : { body: request.body, duplex: "half" }),
  };
  let response: Response;
  try {
    response = await fetch(target, init);
  } catch {
    return coreAway();
  }
  // A proxy before core-api could not reach it: core-api itself never answers so.
  if (response.status === 502 || response.status === 504) {
    await response.body?.cancel();
    return coreAway();
  }
  return new Response(response.body, {
    status: response.status,
    statusText: response.statusText,
    headers: responseHeaders(response, target, mount),
  });
}

function requestHeaders(request: Request, site: Site, accessToken: string | null): Headers {
  const headers = new Headers(request.headers);
  for (const name of DROPPED_REQUEST_HEADERS) headers.delete(name);
  const { host, protocol } = new URL(site.origin);
  headers.set("x-forwarded-host", host);
  headers.set("x-forwarded-proto", protocol.slice(0, -1));
  const client = visitorAddress(request.headers);
  if (client) headers.set("x-forwarded-for", client);
  // No compression between core-api and the site; the site compresses its own answers.
  headers.set("accept-encoding", "identity");
  if (accessToken) headers.set("authorization", `Bearer ${accessToken}`);
  return headers;
}

function responseHeaders(response: Response, target: URL, mount: string): Headers {
  const headers = new Headers(response.headers);
  if (headers.has("content-encoding")) headers.delete("content-length");
  for (const name of DROPPED_RESPONSE_HEADERS) headers.delete(name);
  // core-api returns its own addresses (for example of a new upload): rewritten to the gateway's.
  const location = headers.get("location");
  if (location) {
    const { pathname, search } = new URL(location, target);
    headers.set("location", `${mount}${pathname}${search}`);
  }
  return headers;
}

function problem(status: number, error: string): Response {
  return Response.json({ error, params: {} }, { status, headers: { "cache-control": "no-store" } });
}
