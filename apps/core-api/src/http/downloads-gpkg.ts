import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { id } from "@archipel/contracts/ids.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { exportGeoPackage } from "../modules/processing/geopackage/service.ts";
import { disposition } from "./content-disposition.ts";
import { readerOf } from "./key-door.ts";

/** `/downloads/{layerId}.gpkg` and `/downloads/datasets/{datasetId}.gpkg`: whole layers in their own CRS. */
export async function downloadsGeoPackageDoor(app: FastifyInstance, core: Core): Promise<void> {
  app.get<{ Params: { layerId: string } }>("/downloads/:layerId.gpkg", (request, reply) => {
    const { layerId } = request.params;
    if (!id.safeParse(layerId).success) throw new DomainError("not-found", "layer-not-found");
    return send(core, request, reply, { layerId });
  });
  app.get<{ Params: { datasetId: string } }>("/downloads/datasets/:datasetId.gpkg", (request, reply) => {
    const { datasetId } = request.params;
    if (!id.safeParse(datasetId).success) throw new DomainError("not-found", "dataset-not-found");
    return send(core, request, reply, { datasetId });
  });
}

async function send(
  core: Core,
  request: FastifyRequest,
  reply: FastifyReply,
  wanted: { layerId: string } | { datasetId: string },
): Promise<FastifyReply> {
  const download = await exportGeoPackage(core, await readerOf(core, request), wanted);
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
