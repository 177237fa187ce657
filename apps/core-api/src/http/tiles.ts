import { gunzipSync } from "node:zlib";
import { id } from "@archipel/contracts/ids.ts";
import { isValidTile, type TileAddress } from "@archipel/geo/tile-math.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import { readTileDraft } from "@archipel/map-style/tile-draft.ts";
import type { FastifyReply } from "fastify";
import type { Actor } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { type TileService, tileJsonOf, tileServiceOf } from "../modules/tiles/service.ts";
import { type ServedLayer, tileTag, withDraftStyle } from "../modules/tiles/serving/served-layer.ts";
import { sendDigested } from "./etags.ts";
import { acceptsGzip } from "./negotiate.ts";
import { type CoreAlone, type HttpRequest, notFound, queryText } from "./route.ts";

export interface TileParts extends CoreAlone {
  tiles: TileService;
}

export function openTiles(core: Core): TileParts {
  return { core, tiles: tileServiceOf(core) };
}

/** The address of a tile, as the table of routes has it. */
export const TILE_ROUTE = "/tiles/:layerId/:z/:x/:file";
const TILE_TYPE = "application/vnd.mapbox-vector-tile";
const TILE_VARY = "authorization, accept-encoding";
/** The headers that all empty tiles share, and all compressed ones: names and values in turn. */
export const EMPTY_TILE = ["vary", TILE_VARY];
export const COMPRESSED_TILE = ["content-type", TILE_TYPE, "content-encoding", "gzip", "vary", TILE_VARY];

const CHECKED = "public, max-age=0, must-revalidate";
const PRIVATE = "private, no-cache";

/** The layer whose TileJSON is asked for; an empty text when the address names none. */
export const layerOfTiles = (request: HttpRequest) => ({ layerId: /^(.+)\.json$/.exec(request.params.file ?? "")?.[1] ?? "" });

/** TileJSON 3 of a layer. */
export async function tileJson({ tiles, actor }: TileParts & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  const { layerId } = layerOfTiles(request);
  const layer = isId(layerId) ? await tiles.layer(actor, layerId) : null;
  if (!layer) throw notFound("layer-not-found");
  const base = `${request.protocol}://${request.host}/tiles`;
  reply.header("cache-control", (layer.lens ?? layer).isPublic ? CHECKED : PRIVATE).header("vary", "authorization, host");
  const text = tileJsonOf(layer, base);
  if (layer.lens) return sendDigested(request, reply, "application/json; charset=utf-8", JSON.stringify(text));
  const etag = `"${layer.version}"`;
  reply.header("etag", etag);
  if (request.headers["if-none-match"] === etag) return reply.status(304).send();
  return reply.send(text);
}

/** One tile of a layer: 304 before any SQL reads the layer, 204 for an empty tile. Of a part, the tag is known once the tile is. */
export async function tile({ tiles, actor }: TileParts & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  const { layerId, tile } = tileAsked(request);
  const draft = draftStyle(request, actor);
  const stored = await tiles.layer(actor, layerId, heardRevision(request));
  if (!stored) throw notFound("layer-not-found");
  const layer = draft ? withDraftStyle(stored, draft) : stored;
  if (tile.z < layer.minZoom || tile.z > layer.maxZoom) throw notFound("no-such-tile");
  const part = layer.lens ? { body: await tiles.tile(actor, layer, tile) } : null;
  const tag = tileTag(layer, tile, part?.body ?? null);
  const etag = `"${tag}"`;
  reply
    .header("etag", etag)
    .header("cache-control", tileCaching(layer, tag, queryText(request, "v")))
    .header("vary", TILE_VARY);
  if (request.headers["if-none-match"] === etag) return reply.status(304).send();
  const body = part ? part.body : await tiles.tile(actor, layer, tile);
  if (!body) return reply.status(204).send();
  reply.type(TILE_TYPE);
  return acceptsGzip(request) ? reply.header("content-encoding", "gzip").send(body) : reply.send(gunzipSync(body));
}

/** @throws DomainError for an invalid address, before any SQL */
export function tileAsked(request: HttpRequest): { layerId: string; tile: TileAddress } {
  const { layerId = "", z = "", x = "", file = "" } = request.params;
  const tile = parseTile(z, x, file);
  if (!tile || !isId(layerId)) throw notFound("no-such-tile");
  return { layerId, tile };
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

/** `?e=`: a revision that an open map was notified of; of a part, a moment. This process may not know it yet. */
function heardRevision(request: HttpRequest): number {
  const heard = queryText(request, "e") ?? "";
  return /^\d{1,15}$/.test(heard) ? Number(heard) : 0;
}

/** `?draft=`: the editor of a style previews it before it is saved. Only for people who are signed in: these tiles are not in the cache. */
function draftStyle(request: HttpRequest, actor: Actor): LayerStyle | null {
  const text = queryText(request, "draft");
  if (text === undefined || actor.userId === null) return null;
  const style = readTileDraft(text);
  if (!style) throw notFound("no-such-tile");
  return style;
}

/**
 * A public tile with a version in its URL (its own or the layer's) never changes, but caches keep it for one hour only, because a dataset
 * can be withdrawn. Without the version, caches revalidate. Restricted tiles are only cached by the browser.
 *
 * @param asked the version in the URL
 */
export function tileCaching(layer: ServedLayer, version: string, asked: string | undefined): string {
  // A part that is open to everyone ends at once when its grant does: caches ask each time.
  if (layer.lens?.isPublic) return CHECKED;
  if (!layer.isPublic) return PRIVATE;
  return asked === layer.version || asked === version ? "public, max-age=3600" : CHECKED;
}
