import type { FastifyReply } from "fastify";
import { signedIn } from "../../gate/prove-member.ts";
import type { Actor, MemberActor } from "../../kernel/actor.ts";
import { communityOfUpload, fileOfUpload } from "../../modules/deliveries/uploads/service/download.ts";
import { type CoreAlone, type HttpRequest, idIn, type Named } from "../route.ts";
import { sendFile, storedFile } from "../send-file.ts";

/** @throws DomainError when the caller cannot see the upload: a stranger does not learn that it exists */
export async function namedUpload({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest): Promise<Named> {
  return { communityId: await communityOfUpload(core, signedIn(actor), idIn(request, "uploadId")) };
}

/** The file of an upload: as it was uploaded, or as its repairs left it. */
export const uploadedFile =
  (which: "original" | "repaired") =>
  async ({ core, actor }: CoreAlone & { actor: MemberActor }, request: HttpRequest, reply: FastifyReply) => {
    const file = await fileOfUpload(core, actor, idIn(request, "uploadId"), which);
    const facts = { ...file, size: null, mediaType: "application/octet-stream", isPublic: false, isUntrusted: true };
    return sendFile(request, reply, await storedFile(core, facts));
  };
