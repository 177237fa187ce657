import { id } from "@archipel/contracts/ids.ts";
import type { FastifyInstance } from "fastify";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { readAttachment } from "../modules/attachments/service.ts";
import { disposition } from "./content-disposition.ts";
import { readerOf } from "./key-door.ts";

/** `/downloads/attachments/{id}` and its `/preview`: a document of a dataset, as it was handed in, for whoever may see the dataset. */
export async function downloadsAttachmentsDoor(app: FastifyInstance, core: Core): Promise<void> {
  app.get<{ Params: { attachmentId: string } }>("/downloads/attachments/:attachmentId", async (request, reply) => {
    const { attachmentId } = request.params;
    if (!id.safeParse(attachmentId).success) throw new DomainError("not-found", "attachment-not-found");
    const file = await readAttachment(core, await readerOf(core, request), attachmentId);
    const etag = `"${file.sha256}"`;
    reply
      .header("etag", etag)
      .header("cache-control", file.isPublic ? "public, max-age=0, must-revalidate" : "private, no-cache")
      .header("vary", "authorization");
    if (request.headers["if-none-match"] === etag) return reply.status(304).send();
    // Strangers wrote it: it is saved, never shown by this host, whatever it claims to be.
    reply.header("x-content-type-options", "nosniff").header("content-security-policy", "default-src 'none'; sandbox");
    reply.header("content-disposition", disposition(file.fileName));
    return reply.type(file.mediaType).send(await core.storage.get(file.objectKey));
  });

  app.get<{ Params: { attachmentId: string } }>("/downloads/attachments/:attachmentId/preview", async (request, reply) => {
    const { attachmentId } = request.params;
    if (!id.safeParse(attachmentId).success) throw new DomainError("not-found", "attachment-not-found");
    const { previewKey, isPublic } = await readAttachment(core, await readerOf(core, request), attachmentId);
    if (previewKey === null) throw new DomainError("not-found", "attachment-not-found");
    // Its key is the hash of its bytes, which we drew ourselves.
    const etag = `"${previewKey.replace(/^sha256\//, "")}"`;
    reply
      .header("etag", etag)
      .header("cache-control", isPublic ? "public, max-age=0, must-revalidate" : "private, no-cache")
      .header("vary", "authorization")
      .header("x-content-type-options", "nosniff");
    if (request.headers["if-none-match"] === etag) return reply.status(304).send();
    return reply.type("image/webp").send(await core.storage.get(previewKey));
  });
}
