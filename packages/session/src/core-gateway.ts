import { isFromOwnPages } from "./same-origin.ts";
import type { Site } from "./site.ts";

/** The first part of the addresses of core-api that a browser may reach through its site. */
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
  "processings",
]);

/** Hop-by-hop, or not the browser's to say. */
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
  /** core-api as this server reaches it. */
  readonly coreUrl: string;
  /** What follows the gateway's own address. */
  readonly path: readonly string[];
  readonly accessToken: string | null;
  /** Where browsers reach the gateway, `/api/core`. */
  readonly mount: string;
}

/**
 * Passes a browser's request on to core-api and streams both ways: the access token is added here, so that it never reaches a
 * browser's scripts. Answers 404 for other addresses, 403 for a change asked by another site's page.
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
    return problem(503, "network");
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
  // The last address is the one that the nearest proxy saw; those before it are the sender's claim.
  const client = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  if (client) headers.set("x-forwarded-for", client);
  // Uncompressed on this short way; the site compresses what it sends.
  headers.set("accept-encoding", "identity");
  if (accessToken) headers.set("authorization", `Bearer ${accessToken}`);
  return headers;
}

function responseHeaders(response: Response, target: URL, mount: string): Headers {
  const headers = new Headers(response.headers);
  if (headers.has("content-encoding")) headers.delete("content-length");
  for (const name of DROPPED_RESPONSE_HEADERS) headers.delete(name);
  // core-api names its own addresses (a new upload's, say): told as the browser must ask for them.
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
