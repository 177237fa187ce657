import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import type { Person } from "../kernel/actor.ts";
import { archiveToSend } from "../modules/identity/exports/service.ts";
import { type CoreAlone, type HttpRequest, idIn } from "./route.ts";
import { sendFile } from "./send-file.ts";

/** The archive of the caller's own data. */
export async function accountArchive({ core, actor }: CoreAlone & { actor: Person }, request: HttpRequest, reply: FastifyReply) {
  const exportId = idIn(request, "exportId");
  const archive = await archiveToSend(core, actor.userId, exportId);
  return sendFile(request, reply, {
    fileName: "archipel.zip",
    mediaType: "application/zip",
    isPublic: false,
    tag: exportId,
    size: archive.length,
    open: (range) => Readable.from([range ? archive.subarray(range.start, range.end + 1) : archive]),
  });
}
