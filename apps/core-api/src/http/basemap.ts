import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { FileSource } from "@archipel/basemap/file-source.ts";
import { isValidTile } from "@archipel/geo/tile-math.ts";
import type { FastifyInstance, FastifyReply } from "fastify";
import { Compression, type Header, PMTiles, SharedPromiseCache } from "pmtiles";
import { basemapFileOf } from "../env.ts";
import type { Core } from "../kernel/core.ts";
import { acceptsGzip } from "./negotiate.ts";
import { type CoreAlone, type HttpRequest, notFound } from "./route.ts";

interface Archive {
  tiles: PMTiles;
  /** Changes with the file. It is part of the tile URLs, so that caches may keep tiles permanently. */
  version: string;
  about: { minzoom: number; maxzoom: number; bounds: number[]; metadata: Record<string, unknown> };
  close(): Promise<void>;
}

const CACHE_IMMUTABLE = "public, max-age=31536000, immutable";
const CACHE_BRIEFLY = "public, max-age=300, stale-while-revalidate=86400";

export interface BasemapParts extends CoreAlone {
  /** @throws DomainError when there is no basemap */
  archive(): Promise<Archive>;
}

/** Opens the PMTiles file at the first request. */
export function openBasemap(core: Core, scope: FastifyInstance): BasemapParts {
  const file = basemapFileOf(core.env);
  let opened: Promise<Archive> | undefined;
  scope.addHook("onClose", async () => (await opened)?.close());
  return {
    core,
    async archive() {
      if (!opened) {
        if (!existsSync(file)) throw notFound("no-basemap");
        opened = openArchive(file);
        // A file that cannot be read now may be whole at the next request.
        opened.catch(() => {
          opened = undefined;
        });
      }
      return opened;
    },
  };
}

/** TileJSON of the whole world. */
export async function basemapOverview({ archive }: BasemapParts, request: HttpRequest, reply: FastifyReply) {
  const found = await archive();
  const { about } = found;
  return sendJson(request, reply, found, {
    maxzoom: Number(about.metadata.overview_maxzoom ?? about.maxzoom),
    minzoom: about.minzoom,
    bounds: about.bounds,
    attribution: creditsIn(found, "overview_attribution"),
  });
}

/** TileJSON of the detailed area. */
export async function basemapDetail({ archive }: BasemapParts, request: HttpRequest, reply: FastifyReply) {
  const found = await archive();
  const { about } = found;
  return sendJson(request, reply, found, {
    minzoom: Number(about.metadata.detail_minzoom ?? about.minzoom),
    maxzoom: about.maxzoom,
    bounds: (about.metadata.detail_bounds as number[] | undefined) ?? about.bounds,
    attribution: creditsIn(found, "detail_attribution"),
  });
}

/** One tile of the basemap. */
export async function basemapTile({ archive }: BasemapParts, request: HttpRequest, reply: FastifyReply) {
  const { tile: file = "" } = request.params;
  const [z, x, y] = [request.params.z ?? "", request.params.x ?? "", file.replace(/\.mvt$/, "")].map((part) =>
    /^\d{1,8}$/.test(part) ? Number(part) : -1,
  ) as [number, number, number];
  if (!file.endsWith(".mvt") || !isValidTile({ z, x, y })) throw notFound("no-such-tile");
  const found = await archive();
  reply.header("cache-control", CACHE_IMMUTABLE).header("etag", `"${found.version}"`).header("vary", "accept-encoding");
  if (request.headers["if-none-match"] === `"${found.version}"`) return reply.status(304).send();
  const tile = await found.tiles.getZxy(z, x, y);
  if (!tile) return reply.status(204).send();
  reply.type("application/vnd.mapbox-vector-tile");
  const body = Buffer.from(tile.data);
  if (body[0] !== 0x1f) return reply.send(body);
  if (!acceptsGzip(request)) return reply.send(gunzipSync(body));
  return reply.header("content-encoding", "gzip").send(body);
}

/** The credits of a part of the basemap; of one that others built, those of the whole. */
function creditsIn({ about: { metadata } }: Archive, part: string): string {
  return String(metadata[part] ?? metadata.attribution ?? "");
}

function sendJson(
  request: HttpRequest,
  reply: FastifyReply,
  { about, version }: Archive,
  range: { minzoom: number; maxzoom: number; bounds: number[]; attribution: string },
): FastifyReply {
  const etag = `"${version}-${range.maxzoom}"`;
  reply.header("cache-control", CACHE_BRIEFLY).header("etag", etag);
  if (request.headers["if-none-match"] === etag) return reply.status(304).send();
  return reply.send({
    // TileJSON 2.2 requires no list of layers: a style may then name layers that only some basemaps have.
    tilejson: "2.2.0",
    name: about.metadata.name ?? "basemap",
    tiles: [`/basemap/{z}/{x}/{y}.mvt?v=${version}`],
    ...range,
  });
}

async function openArchive(file: string): Promise<Archive> {
  const { size, mtimeMs } = statSync(file);
  const version = createHash("sha256").update(`${file}:${size}:${mtimeMs}`).digest("base64url").slice(0, 12);
  const handle = await open(file);
  const source = new FileSource(handle, version);
  const cache = new SharedPromiseCache(200);
  const tiles = new PMTiles(source, cache);
  const [header, metadata] = await readHead(tiles).catch(async (error: unknown) => {
    await handle.close();
    throw error;
  });
  const about = {
    minzoom: header.minZoom,
    maxzoom: header.maxZoom,
    bounds: [header.minLon, header.minLat, header.maxLon, header.maxLat],
    metadata,
  };
  // The reader looks at the cached header: without this line it would decompress every tile before we compress it again.
  (await cache.getHeader(source)).tileCompression = Compression.None;
  return { tiles, version, about, close: () => handle.close() };
}

async function readHead(tiles: PMTiles): Promise<[Header, Record<string, unknown>]> {
  return [await tiles.getHeader(), (await tiles.getMetadata()) as Record<string, unknown>];
}
