import type { FastifyReply } from "fastify";
import type { Actor } from "../../kernel/actor.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { readAttachment } from "../../modules/attachments/service.ts";
import { readTileRevision } from "../../modules/clouds/service/open.ts";
import { isKnown } from "../etags.ts";
import { type CoreAlone, type HttpRequest, idIn, notFound, queryText } from "../route.ts";
import { sendFile, storedFile } from "../send-file.ts";

/** A document of a dataset, as it was uploaded; of a tile of points also an earlier revision. */
export async function attachment({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  const id = idIn(request, "attachmentId");
  const revision = revisionIn(request);
  if (revision !== null) {
    const kept = await readTileRevision(core, actor, id, revision);
    // What a grant opens is asked for each time: it can end.
    return sendFile(request, reply, { ...(await storedFile(core, { ...kept, isUntrusted: true })), isFinal: !kept.isGranted });
  }
  const { objectKey, size, fileName, mediaType, isPublic } = await readAttachment(core, actor, id);
  const file = { objectKey, size: Number(size), fileName, mediaType, isPublic, isUntrusted: true };
  return sendFile(request, reply, await storedFile(core, file));
}

/** The revision that the address names; null without one. */
function revisionIn(request: HttpRequest): number | null {
  if (request.query.revision === undefined) return null;
  const revision = queryText(request, "revision") ?? "";
  if (!/^[1-9]\d{0,6}$/.test(revision)) throw new DomainError("malformed", "cloud-revision-malformed");
  return Number(revision);
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
