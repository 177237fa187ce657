import type { IncomingMessage } from "node:http";
import { isValidTile } from "@archipel/geo/tile-math.ts";
import { httpRequests } from "@archipel/observability/metrics.ts";
import { requestIdOf, withRequestId } from "@archipel/observability/request-id.ts";
import { isTracing } from "@archipel/observability/tracing.ts";
import proxyAddr from "@fastify/proxy-addr";
import type { FastifyInstance } from "fastify";
import { chargeVisitor, withinBudget } from "../gate/limits/readers.ts";
import { anonymous } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { tileServiceOf } from "../modules/tiles/service.ts";
import { tileVersion } from "../modules/tiles/serving/served-layer.ts";
import { openDataHeaders } from "./headers.ts";
import { acceptsGzip } from "./negotiate.ts";
import { callerLeft } from "./route.ts";
import { COMPRESSED_TILE, EMPTY_TILE, TILE_ROUTE, tileCaching } from "./tiles.ts";

/** A tile without a parameter but its version. */
const TILE = /^\/tiles\/([0-9a-f]{8}-[0-9a-f-]{27})\/(\d{1,2})\/(\d{1,8})\/(\d{1,8})\.mvt(?:\?v=([\w-]{1,200}))?$/;

const served = httpRequests.labels({ method: "GET", route: TILE_ROUTE, status: "2xx" });
const trustsLoopback = proxyAddr.compile("loopback");

/**
 * Answers for tiles of layers that visitors were found to read whole within the last second, ahead of the routes: what every visitor of every map
 * asks. It answers as the route would, within the same budgets and turns, and leaves all else to the route.
 */
export function answerVisitorTiles({ server }: FastifyInstance, core: Core): void {
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
    const layer = asked && tiles.openLayer(asked.layerId);
    if (!layer || asked.tile.z < layer.minZoom || asked.tile.z > layer.maxZoom || !isValidTile(asked.tile)) return onward();
    const id = requestIdOf(request.headers["x-request-id"]);
    const answer = (body: Buffer | null) => {
      const version = tileVersion(layer, asked.tile);
      const about = ["x-request-id", id, "etag", `"${version}"`, "cache-control", tileCaching(layer, version, asked.version)];
      if (body === null) response.writeHead(204, [...common, ...EMPTY_TILE, ...about]);
      else response.writeHead(200, [...common, ...COMPRESSED_TILE, ...about, "content-length", String(body.length)]);
      response.end(body ?? undefined);
      served.observe((performance.now() - started) / 1000);
    };
    const { host } = asked;
    const call = { actor: anonymous, address: proxyAddr(request, trustsLoopback), host, cost: "tile" } as const;
    const known = tiles.inMemory(layer, asked.tile);
    // The route says what is refused or fails, and why.
    if (known === undefined) {
      const left = callerLeft(response);
      withRequestId(id, () => withinBudget(core, { ...call, left }, () => tiles.tile(anonymous, layer, asked.tile))).then(answer, onward);
      return;
    }
    const charged = chargeVisitor(core, call);
    if (charged === null) answer(known);
    else charged.then(() => answer(known), onward);
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
