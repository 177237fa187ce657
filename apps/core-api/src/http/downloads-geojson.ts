import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { id } from "@archipel/contracts/ids.ts";
import type { FastifyInstance } from "fastify";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { exportGeoJson } from "../modules/features/service.ts";
import { readerOf } from "./key-door.ts";

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
    reply.type("application/geo+json").header("content-disposition", attachment(`${download.fileName}.geojson`));
    const text = Readable.from(download.text());
    if (!/\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""))) return reply.send(text);
    const gzip = createGzip({ level: 4 });
    // A reader that goes away, or a database that does, ends the other side too.
    text.once("error", (error) => gzip.destroy(error));
    gzip.once("close", () => text.destroy());
    return reply.header("content-encoding", "gzip").send(text.pipe(gzip));
  });
}

/** A file name in plain letters, and as it is for those who understand RFC 5987. */
function attachment(fileName: string): string {
  const plain = fileName.normalize("NFKD").replace(/[^\w.-]+/g, "_");
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`;
}
