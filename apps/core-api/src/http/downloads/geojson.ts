import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import type { FastifyReply } from "fastify";
import type { Actor } from "../../kernel/actor.ts";
import { exportGeoJson } from "../../modules/features/service.ts";
import { disposition } from "../content-disposition.ts";
import { acceptsGzip } from "../negotiate.ts";
import { type CoreAlone, type HttpRequest, idIn } from "../route.ts";

/** A whole layer as GeoJSON, streamed. */
export async function layerGeoJson({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  const download = await exportGeoJson(core, actor, idIn(request, "layerId"));
  const etag = `W/"${download.version}"`;
  reply
    .header("etag", etag)
    .header("cache-control", download.isPublic ? "public, max-age=0, must-revalidate" : "private, no-cache")
    .header("vary", "authorization, accept-encoding");
  if (request.headers["if-none-match"] === etag) return reply.status(304).send();
  reply.type("application/geo+json").header("content-disposition", disposition(`${download.fileName}.geojson`));
  const text = Readable.from(download.text());
  if (!acceptsGzip(request)) return reply.send(text);
  const gzip = createGzip({ level: 4 });
  // When the client or the database disconnects, the other side ends too.
  text.once("error", (error) => gzip.destroy(error));
  gzip.once("close", () => text.destroy());
  return reply.header("content-encoding", "gzip").send(text.pipe(gzip));
}
