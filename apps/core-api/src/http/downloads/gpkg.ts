import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { FastifyReply } from "fastify";
import type { Actor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { exportGeoPackage } from "../../modules/processing/geopackage/service.ts";
import { disposition } from "../content-disposition.ts";
import { type CoreAlone, type HttpRequest, idIn } from "../route.ts";

/** A whole layer in its own CRS. */
export function layerGeoPackage({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  return send(core, actor, request, reply, { layerId: idIn(request, "layerId") });
}

/** All layers of a dataset, each in its own CRS. */
export function datasetGeoPackage({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  return send(core, actor, request, reply, { datasetId: idIn(request, "datasetId") });
}

async function send(
  core: Core,
  actor: Actor,
  request: HttpRequest,
  reply: FastifyReply,
  wanted: { layerId: string } | { datasetId: string },
): Promise<FastifyReply> {
  const download = await exportGeoPackage(core, actor, wanted);
  const etag = `"${download.version}"`;
  reply
    .header("etag", etag)
    .header("cache-control", download.isPublic ? "public, max-age=0, must-revalidate" : "private, no-cache")
    .header("vary", "authorization");
  if (request.headers["if-none-match"] === etag) return reply.status(304).send();
  const file = await download.path();
  const { size } = await stat(file);
  return reply
    .type("application/geopackage+sqlite3")
    .header("content-length", size)
    .header("content-disposition", disposition(`${download.fileName}.gpkg`))
    .send(createReadStream(file));
}
