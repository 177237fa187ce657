import { Readable } from "node:stream";
import { id } from "@archipel/contracts/ids.ts";
import type { FastifyInstance } from "fastify";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { exportCsv } from "../modules/features/csv/export-csv.ts";
import { disposition } from "./content-disposition.ts";
import { readerOf } from "./key-door.ts";

/** `/downloads/{layerId}.csv`: the attributes of a whole layer for a spreadsheet, streamed. */
export async function downloadsCsvDoor(app: FastifyInstance, core: Core): Promise<void> {
  app.get<{ Params: { layerId: string } }>("/downloads/:layerId.csv", async (request, reply) => {
    const { layerId } = request.params;
    if (!id.safeParse(layerId).success) throw new DomainError("not-found", "layer-not-found");
    const download = await exportCsv(core, await readerOf(core, request), layerId);
    const etag = `W/"${download.version}-csv"`;
    reply
      .header("etag", etag)
      .header("cache-control", download.isPublic ? "public, max-age=0, must-revalidate" : "private, no-cache")
      .header("vary", "authorization");
    if (request.headers["if-none-match"] === etag) return reply.status(304).send();
    reply.type("text/csv; charset=utf-8").header("content-disposition", disposition(`${download.fileName}.csv`));
    return reply.send(Readable.from(download.text()));
  });
}
