import { id } from "@archipel/contracts/ids.ts";
import { chosenFields } from "@archipel/contracts/layer-styles.ts";
import { SLD_VERSIONS } from "@archipel/style-exchange/sld/write-sld.ts";
import type { FastifyReply } from "fastify";
import type { Actor, MemberActor } from "../kernel/actor.ts";
import { readStyleOf } from "../modules/layers/style-files/read.ts";
import { type StyleFile, writeStyleOf } from "../modules/layers/style-files/write.ts";
import { disposition } from "./content-disposition.ts";
import { arrivingFile, type CoreAlone, type HttpRequest, idIn, notFound, queryText } from "./route.ts";

/** The style file is the body. Answers the style that it makes of the layer, and what was not taken over. */
export function readStyleFile({ core, actor }: CoreAlone & { actor: MemberActor }, request: HttpRequest, reply: FastifyReply) {
  const layerId = id.safeParse(request.query.layer);
  if (!layerId.success) throw notFound("layer-not-found");
  return readStyleOf(core, actor, { layerId: layerId.data, file: arrivingFile(request, reply), fields: fieldsAsked(request) });
}

/** The fields that a person chose, as JSON in the address; anything else counts as no choice. */
function fieldsAsked(request: HttpRequest): Record<string, string> {
  try {
    return chosenFields.catch({}).parse(JSON.parse(queryText(request, "fields") ?? "{}"));
  } catch {
    return {};
  }
}

/** A layer's style as SLD 1.1; `?version=1.0.0` for programs that only know the older one. */
export async function layerSld({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  const version = SLD_VERSIONS.find((one) => one === queryText(request, "version")) ?? "1.1.0";
  const file = await writeStyleOf(core, actor, idIn(request, "layerId"), { format: "sld", version });
  return sendStyle(reply, file, "application/vnd.ogc.sld+xml; charset=utf-8");
}

/** A layer's style as a MapLibre style that draws its tiles. */
export async function layerMapLibreStyle({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  const file = await writeStyleOf(core, actor, idIn(request, "layerId"), { format: "maplibre" });
  return sendStyle(reply, file, "application/json; charset=utf-8");
}

function sendStyle(reply: FastifyReply, { fileName, text }: StyleFile, type: string) {
  return reply
    .header("cache-control", "private, no-cache")
    .header("vary", "authorization")
    .header("x-content-type-options", "nosniff")
    .header("content-disposition", disposition(fileName))
    .type(type)
    .send(text);
}
