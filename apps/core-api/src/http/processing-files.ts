import { id } from "@archipel/contracts/ids.ts";
import type { FastifyInstance } from "fastify";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { fileOfRun } from "../modules/processing/runs/service.ts";
import { disposition } from "./content-disposition.ts";
import { readerOf } from "./key-door.ts";

/** `/processings/{runId}/file`: what a processing made as a file, for the contributors of its community. */
export async function processingFilesDoor(app: FastifyInstance, core: Core): Promise<void> {
  app.get<{ Params: { runId: string } }>("/processings/:runId/file", async (request, reply) => {
    const { runId } = request.params;
    if (!id.safeParse(runId).success) throw new DomainError("not-found", "processing-file-not-found");
    const { name, objectKey, size } = await fileOfRun(core, await readerOf(core, request), runId);
    return reply
      .type("application/octet-stream")
      .header("content-length", size)
      .header("content-disposition", disposition(name))
      .header("cache-control", "private, no-cache")
      .header("vary", "authorization")
      .send(await core.storage.get(objectKey));
  });
}
