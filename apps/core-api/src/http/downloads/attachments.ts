import type { FastifyReply } from "fastify";
import type { Actor } from "../../kernel/actor.ts";
import { readAttachment } from "../../modules/attachments/service.ts";
import { disposition } from "../content-disposition.ts";
import { type CoreAlone, type HttpRequest, idIn, notFound } from "../route.ts";

/** A document of a dataset, as it was uploaded. */
export async function attachment({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  const file = await readAttachment(core, actor, idIn(request, "attachmentId"));
  const etag = `"${file.sha256}"`;
  reply
    .header("etag", etag)
    .header("cache-control", file.isPublic ? "public, max-age=0, must-revalidate" : "private, no-cache")
    .header("vary", "authorization");
  if (request.headers["if-none-match"] === etag) return reply.status(304).send();
  // The content is untrusted: browsers must save it and never show it under this host, whatever type it claims.
  reply.header("x-content-type-options", "nosniff").header("content-security-policy", "default-src 'none'; sandbox");
  reply.header("content-disposition", disposition(file.fileName));
  return reply.type(file.mediaType).send(await core.storage.get(file.objectKey));
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
  if (request.headers["if-none-match"] === etag) return reply.status(304).send();
  return reply.type("image/webp").send(await core.storage.get(previewKey));
}
