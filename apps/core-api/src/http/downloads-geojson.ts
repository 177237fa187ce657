import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { id } from "@archipel/contracts/ids.ts";
import type { FastifyInstance } from "fastify";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { exportGeoJson } from "../modules/features/service.ts";
import { disposition } from "./content-disposition.ts";
import { readerOf } from "./key-door.ts";
import { acceptsGzip } from "./negotiate.ts";

/** `/downloads/{layerId}.geojson`: a whole layer, streamed. */
export async function downloadsGeoJsonDoor(app: FastifyInstance, core: Core): Promise<void> {
  app.get<{ Params: { layerId: string } }>("/downloads/:layerId.geojson", async (request, reply) => {
    const { layerId } = request.params;
    if (!id.safeParse(layerId).success) throw new DomainError("not-found", "layer-not-found");
    const download = await exportGeoJson(core, await readerOf(core, request), layerId);
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
    // A reader that goes away, or a database that does, ends the other side too.
    text.once("error", (error) => gzip.destroy(error));
    gzip.once("close", () => text.destroy());
    return reply.header("content-encoding", "gzip").send(text.pipe(gzip));
  });
}
