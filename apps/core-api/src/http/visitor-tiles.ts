import type { IncomingMessage } from "node:http";
import { isValidTile } from "@archipel/geo/tile-math.ts";
import { httpRequests } from "@archipel/observability/metrics.ts";
import type { FastifyInstance } from "fastify";
import { anonymous } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { tileServiceOf } from "../modules/tiles/service.ts";
import { tileVersion } from "../modules/tiles/serving/served-layer.ts";
import { answerAhead } from "./ahead-of-routes.ts";
import { openDataHeaders } from "./headers.ts";
import { acceptsGzip } from "./negotiate.ts";
import { COMPRESSED_TILE, EMPTY_TILE, TILE_ROUTE, tileCaching } from "./tiles.ts";

/** A tile without a parameter but its version. */
const TILE = /^\/tiles\/([0-9a-f]{8}-[0-9a-f-]{27})\/(\d{1,2})\/(\d{1,8})\/(\d{1,8})\.mvt(?:\?v=([\w-]{1,200}))?$/;

const served = httpRequests.labels({ method: "GET", route: TILE_ROUTE, status: "2xx" });

/**
 * Answers for tiles of layers that visitors were found to read whole within the last second, ahead of the routes: what every visitor of every map
 * asks. It answers as the route would, and leaves all else to the route.
 */
export function answerVisitorTiles(app: FastifyInstance, core: Core): void {
  const tiles = tileServiceOf(core);
  const common = openDataHeaders(core);
  answerAhead<Buffer | null>(app, core, (request, response) => {
    const asked = tileAsked(request);
    const layer = asked && tiles.openLayer(asked.layerId);
    if (!layer || asked.tile.z < layer.minZoom || asked.tile.z > layer.maxZoom || !isValidTile(asked.tile)) return null;
    return {
      cost: "tile",
      known: tiles.inMemory(layer, asked.tile),
      read: () => tiles.tile(anonymous, layer, asked.tile),
      write: (body, id, started) => {
        const version = tileVersion(layer, asked.tile);
        const about = ["x-request-id", id, "etag", `"${version}"`, "cache-control", tileCaching(layer, version, asked.version)];
        if (body === null) response.writeHead(204, [...common, ...EMPTY_TILE, ...about]);
        else response.writeHead(200, [...common, ...COMPRESSED_TILE, ...about, "content-length", String(body.length)]);
        response.end(body ?? undefined);
        served.observe((performance.now() - started) / 1000);
      },
    };
  });
}

/** The tile that a visitor asks for in the way of maps; null for all that a route must look at. */
function tileAsked(request: IncomingMessage) {
  const [, layerId = "", z, x, y, version] = TILE.exec(request.url ?? "") ?? [];
  if (!layerId || request.headers["if-none-match"] !== undefined || !acceptsGzip(request)) return null;
  return { layerId, tile: { z: Number(z), x: Number(x), y: Number(y) }, version };
}
