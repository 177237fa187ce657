import type { FastifyReply } from "fastify";
import type { Actor } from "../../kernel/actor.ts";
import { readAttachment } from "../../modules/attachments/service.ts";
import { isKnown } from "../etags.ts";
import { type CoreAlone, type HttpRequest, idIn, notFound } from "../route.ts";
import { sendFile, storedFile } from "../send-file.ts";

/** A document of a dataset, as it was uploaded. */
export async function attachment({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  const { objectKey, size, fileName, mediaType, isPublic } = await readAttachment(core, actor, idIn(request, "attachmentId"));
  const file = { objectKey, size: Number(size), fileName, mediaType, isPublic, isUntrusted: true };
  return sendFile(request, reply, await storedFile(core, file));
}

/** The preview of a document. */
export async function attachmentPreview({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  const { previewKey, isPublic } = await readAttachment(core, actor, idIn(request, "attachmentId"));
  if (previewKey === null) throw notFound("attachment-not-found");
  // The key is the hash of the bytes.
  const etag = `"${previewKey.replace(/^sha256\//, "")}"`;
  reply
    .header("etag", etag)
    .header("cache-control", isPublic ? "public, max-age=0, must-revalidate" : "private, no-cache")
    .header("vary", "authorization")
    .header("x-content-type-options", "nosniff");
  if (isKnown(request, etag)) return reply.status(304).send();
  return reply.type("image/webp").send(await core.storage.get(previewKey));
}
