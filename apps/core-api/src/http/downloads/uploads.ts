import type { FastifyReply } from "fastify";
import { signedIn } from "../../gate/prove-member.ts";
import type { Actor, MemberActor } from "../../kernel/actor.ts";
import { communityOfUpload, fileOfUpload } from "../../modules/deliveries/uploads/service/download.ts";
import { disposition } from "../content-disposition.ts";
import { type CoreAlone, type HttpRequest, idIn, type Named } from "../route.ts";

/** @throws DomainError when the caller cannot see the upload: a stranger does not learn that it exists */
export async function namedUpload({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest): Promise<Named> {
  return { communityId: await communityOfUpload(core, signedIn(actor), idIn(request, "uploadId")) };
}

/** The file of an upload: as it was uploaded, or as its repairs left it. */
export const uploadedFile =
  (which: "original" | "repaired") =>
  async ({ core, actor }: CoreAlone & { actor: MemberActor }, request: HttpRequest, reply: FastifyReply) => {
    const file = await fileOfUpload(core, actor, idIn(request, "uploadId"), which);
    // The content is untrusted: browsers must save it and never show it under this host, whatever type it claims.
    reply
      .header("cache-control", "private, no-store")
      .header("x-content-type-options", "nosniff")
      .header("content-security-policy", "default-src 'none'; sandbox")
      .header("content-disposition", disposition(file.fileName))
      .type("application/octet-stream");
    return reply.send(await core.storage.get(file.objectKey));
  };
