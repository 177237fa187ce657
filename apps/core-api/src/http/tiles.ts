import { gunzipSync } from "node:zlib";
import { id } from "@archipel/contracts/ids.ts";
import { isValidTile, type TileAddress } from "@archipel/geo/tile-math.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Core } from "../kernel/core.ts";
import { TileService, tileJsonOf } from "../modules/tiles/service.ts";
import { type ServedLayer, tileVersion } from "../modules/tiles/serving/served-layer.ts";
import { readerOf } from "./key-door.ts";
import { acceptsGzip } from "./negotiate.ts";

const notFound = (reply: FastifyReply, error: "no-such-tile" | "layer-not-found") => reply.status(404).send({ error, params: {} });

/**
 * `/tiles/{layerId}.json` (TileJSON 3) and `/tiles/{layerId}/{z}/{x}/{y}.mvt`. An impossible tile is 404 before any SQL, a known one
 * 304 before any that reads the layer, an empty one 204.
 */
export async function tilesDoor(app: FastifyInstance, core: Core): Promise<void> {
  const tiles = new TileService(core);

  app.get<{ Params: { file: string } }>("/tiles/:file", async (request, reply) => {
    const layerId = /^(.+)\.json$/.exec(request.params.file)?.[1];
    const layer = layerId && isId(layerId) ? await tiles.layer(await readerOf(core, request), layerId) : null;
    if (!layer) return notFound(reply, "layer-not-found");
    const base = `${request.protocol}://${request.host}/tiles`;
    const etag = `"${layer.version}"`;
    reply.header("etag", etag).header("cache-control", layer.isPublic ? "public, max-age=0, must-revalidate" : "private, no-cache");
    reply.header("vary", "authorization, host");
    if (request.headers["if-none-match"] === etag) return reply.status(304).send();
    return reply.send(tileJsonOf(layer, base));
  });

  app.get<{ Params: { layerId: string; z: string; x: string; file: string } }>("/tiles/:layerId/:z/:x/:file", async (request, reply) => {
    const { layerId, z, x, file } = request.params;
    const tile = parseTile(z, x, file);
    if (!tile || !isId(layerId)) return notFound(reply, "no-such-tile");
    const actor = await readerOf(core, request);
    const layer = await tiles.layer(actor, layerId, heardRevision(request));
    if (!layer) return notFound(reply, "layer-not-found");
    if (tile.z < layer.minZoom || tile.z > layer.maxZoom) return notFound(reply, "no-such-tile");
    const version = tileVersion(layer, tile);
    const etag = `"${version}"`;
    reply
      .header("etag", etag)
      .header("cache-control", cacheControl(request, layer, version))
      .header("vary", "authorization, accept-encoding");
    if (request.headers["if-none-match"] === etag) return reply.status(304).send();
    const body = await tiles.tile(actor, layer, tile);
    if (!body) return reply.status(204).send();
    reply.type("application/vnd.mapbox-vector-tile");
    return acceptsGzip(request) ? reply.header("content-encoding", "gzip").send(body) : reply.send(gunzipSync(body));
  });
}

function isId(text: string): boolean {
  return id.safeParse(text).success;
}

function parseTile(z: string, x: string, file: string): TileAddress | null {
  const y = /^(.+)\.mvt$/.exec(file)?.[1];
  if (!y || ![z, x, y].every((part) => /^\d{1,8}$/.test(part))) return null;
  const tile = { z: Number(z), x: Number(x), y: Number(y) };
  return isValidTile(tile) ? tile : null;
}

/** `?e=`: the revision that an open map heard of before it asks again. Another process may have told it. */
function heardRevision({ query }: FastifyRequest): number {
  const heard = typeof query === "object" && query !== null && "e" in query ? String(query.e) : "";
  return /^\d{1,9}$/.test(heard) ? Number(heard) : 0;
}

/**
 * A public tile asked for by its version, or by that of the layer, never changes at that address, yet is kept for an hour only: a dataset
 * can be withdrawn. Without the version it is asked for again. What not everyone may see stays in the one browser, and is asked for again.
 */
function cacheControl(request: FastifyRequest, layer: ServedLayer, version: string): string {
  if (!layer.isPublic) return "private, no-cache";
  const { query } = request;
  const asked = typeof query === "object" && query !== null && "v" in query ? query.v : undefined;
  return asked === layer.version || asked === version ? "public, max-age=3600" : "public, max-age=0, must-revalidate";
}
