import type { FastifyReply } from "fastify";
import type { Actor } from "../kernel/actor.ts";
import { fileOfRun } from "../modules/processing/runs/service.ts";
import { disposition } from "./content-disposition.ts";
import { type CoreAlone, type HttpRequest, idIn } from "./route.ts";

/** The file that a processing made. */
export async function processingFile({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  const { name, objectKey, size } = await fileOfRun(core, actor, idIn(request, "runId"));
  return reply
    .type("application/octet-stream")
    .header("content-length", size)
    .header("content-disposition", disposition(name))
    .header("cache-control", "private, no-cache")
    .header("vary", "authorization")
    .send(await core.storage.get(objectKey));
}
