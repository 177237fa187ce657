import type { IncomingMessage } from "node:http";
import { httpRequests } from "@archipel/observability/metrics.ts";
import { requestIdOf } from "@archipel/observability/request-id.ts";
import { isTracing } from "@archipel/observability/tracing.ts";
import proxyAddr from "@fastify/proxy-addr";
import type { FastifyInstance } from "fastify";
import { chargeVisitor } from "../gate/limits/readers.ts";
import type { Core } from "../kernel/core.ts";
import { tileServiceOf } from "../modules/tiles/service.ts";
import { openDataHeaders } from "./headers.ts";
import { acceptsGzip } from "./negotiate.ts";
import { COMPRESSED_TILE, TILE_ROUTE, tileCaching } from "./tiles.ts";

/** A tile without a parameter but its version. */
const TILE = /^\/tiles\/([0-9a-f]{8}-[0-9a-f-]{27})\/(\d{1,2})\/(\d{1,8})\/(\d{1,8})\.mvt(?:\?v=([\w-]{1,200}))?$/;

const served = httpRequests.labels({ method: "GET", route: TILE_ROUTE, status: "2xx" });
const trustsLoopback = proxyAddr.compile("loopback");

/**
 * Answers for public tiles that this process keeps in memory, ahead of the routes: what every visitor of every map asks, and what takes less time
 * than a route. It answers as the route would, within the same budgets, and leaves all else to the route.
 */
export function answerKeptTiles({ server }: FastifyInstance, core: Core): void {
  const routes = server.listeners("request");
  const tiles = tileServiceOf(core);
  const common = openDataHeaders(core);
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    const started = performance.now();
    const onward = () => {
      for (const listener of routes) listener.call(server, request, response);
    };
    const asked = tileAsked(core, request);
    const kept = asked && tiles.kept(asked.layerId, asked.tile);
    if (!kept) return onward();
    const { body, layer, version } = kept;
    const answer = () => {
      response.writeHead(200, [
        ...common,
        ...COMPRESSED_TILE,
        ...["x-request-id", requestIdOf(request.headers["x-request-id"])],
        ...["etag", `"${version}"`, "cache-control", tileCaching(layer, version, asked.version), "content-length", String(body.length)],
      ]);
      response.end(body);
      served.observe((performance.now() - started) / 1000);
    };
    const charged = chargeVisitor(core, { address: proxyAddr(request, trustsLoopback), host: asked.host, cost: "tile" });
    // The route says what is refused, and why.
    if (charged === null) answer();
    else charged.then(answer, onward);
  });
}

/** The tile that a visitor asks for in the way of maps; null for all that a route must look at. */
function tileAsked({ log }: Core, request: IncomingMessage) {
  const { headers, method, url = "" } = request;
  // A line or a span for each request needs what routes have.
  if (method !== "GET" || isTracing() || log.isLevelEnabled("debug")) return null;
  const [, layerId = "", z, x, y, version] = TILE.exec(url) ?? [];
  if (!layerId || headers.authorization !== undefined || headers["if-none-match"] !== undefined) return null;
  const { host = "", "x-forwarded-host": forwarded = host } = headers;
  if (forwarded !== host || !acceptsGzip(request)) return null;
  return { layerId, tile: { z: Number(z), x: Number(x), y: Number(y) }, version, host: host.replace(/:\d+$/, "") };
}
