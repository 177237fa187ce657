import type { FastifyReply } from "fastify";
import type { Actor } from "../../kernel/actor.ts";
import { exportGeoJson } from "../../modules/features/service.ts";
import { type CoreAlone, type HttpRequest, idIn } from "../route.ts";
import { sendWrittenText } from "./send-prepared.ts";

/** A whole layer as GeoJSON. */
export async function layerGeoJson(call: CoreAlone & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  const layerId = idIn(request, "layerId");
  const download = await exportGeoJson(call.core, call.actor, layerId);
  return sendWrittenText(call, request, reply, { ...download, layerId, extension: "geojson", mediaType: "application/geo+json" });
}
