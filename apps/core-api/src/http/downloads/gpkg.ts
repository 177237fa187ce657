import type { FastifyReply } from "fastify";
import type { Actor } from "../../kernel/actor.ts";
import { exportGeoPackage } from "../../modules/processing/geopackage/service.ts";
import { type CoreAlone, type HttpRequest, idIn } from "../route.ts";
import { sendPrepared } from "./send-prepared.ts";

type Asker = CoreAlone & { actor: Actor };

/** A whole layer in its own CRS. */
export function layerGeoPackage(call: Asker, request: HttpRequest, reply: FastifyReply) {
  return send(call, request, reply, { layerId: idIn(request, "layerId") });
}

/** All layers of a dataset, each in its own CRS. */
export function datasetGeoPackage(call: Asker, request: HttpRequest, reply: FastifyReply) {
  return send(call, request, reply, { datasetId: idIn(request, "datasetId") });
}

async function send(call: Asker, request: HttpRequest, reply: FastifyReply, wanted: { layerId: string } | { datasetId: string }) {
  const { version, fileName, isPublic, file } = await exportGeoPackage(call.core, call.actor, wanted);
  const facts = { tag: version, fileName: `${fileName}.gpkg`, mediaType: "application/geopackage+sqlite3", isPublic };
  return sendPrepared(call, request, reply, facts, file);
}
