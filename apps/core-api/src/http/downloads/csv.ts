import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import type { Actor } from "../../kernel/actor.ts";
import { exportCsv } from "../../modules/features/csv/export-csv.ts";
import { disposition } from "../content-disposition.ts";
import { type CoreAlone, type HttpRequest, idIn } from "../route.ts";

/** The attributes of a whole layer for a spreadsheet, streamed. */
export async function layerCsv({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  const download = await exportCsv(core, actor, idIn(request, "layerId"));
  const etag = `W/"${download.version}-csv"`;
  reply
    .header("etag", etag)
    .header("cache-control", download.isPublic ? "public, max-age=0, must-revalidate" : "private, no-cache")
    .header("vary", "authorization");
  if (request.headers["if-none-match"] === etag) return reply.status(304).send();
  reply.type("text/csv; charset=utf-8").header("content-disposition", disposition(`${download.fileName}.csv`));
  return reply.send(Readable.from(download.text()));
}
