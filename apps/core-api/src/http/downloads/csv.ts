import type { FastifyReply } from "fastify";
import type { Actor } from "../../kernel/actor.ts";
import { exportCsv } from "../../modules/features/csv/export-csv.ts";
import { type CoreAlone, type HttpRequest, idIn } from "../route.ts";
import { sendWrittenText } from "./send-prepared.ts";

/** The attributes of a whole layer for a spreadsheet. */
export async function layerCsv(call: CoreAlone & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  const layerId = idIn(request, "layerId");
  const download = await exportCsv(call.core, call.actor, layerId);
  return sendWrittenText(call, request, reply, { ...download, layerId, extension: "csv", mediaType: "text/csv; charset=utf-8" });
}
