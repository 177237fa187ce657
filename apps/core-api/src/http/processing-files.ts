import type { FastifyReply } from "fastify";
import type { Actor } from "../kernel/actor.ts";
import { fileOfRun } from "../modules/processing/runs/service.ts";
import { type CoreAlone, type HttpRequest, idIn } from "./route.ts";
import { sendFile, storedFile } from "./send-file.ts";

/** The file that a processing made. */
export async function processingFile({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  const { name: fileName, ...object } = await fileOfRun(core, actor, idIn(request, "runId"));
  const file = { ...object, fileName, mediaType: "application/octet-stream", isPublic: false };
  return sendFile(request, reply, await storedFile(core, file));
}
