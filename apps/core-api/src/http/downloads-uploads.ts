import { id } from "@archipel/contracts/ids.ts";
import type { FastifyInstance } from "fastify";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { permissions } from "../kernel/permissions.ts";
import { communityOfUpload, fileOfUpload, uploadFiles } from "../modules/deliveries/uploads/service/download.ts";
import { actorOf } from "../trpc/context.ts";
import { proveMember, signedIn } from "../trpc/procedures.ts";
import { disposition } from "./content-disposition.ts";

/** Who may save the file as it was handed in, and who what its repairs made of it. */
const needed = { original: permissions["uploads.publish"], repaired: permissions["uploads.read"] } as const;

/** `/downloads/uploads/{uploadId}/original` and `/repaired`: the file of an upload, before and after its repairs. */
export async function downloadsUploadsDoor(app: FastifyInstance, core: Core): Promise<void> {
  for (const which of uploadFiles) {
    app.get<{ Params: { uploadId: string } }>(`/downloads/uploads/:uploadId/${which}`, async (request, reply) => {
      const { uploadId } = request.params;
      if (!id.safeParse(uploadId).success) throw new DomainError("not-found", "upload-not-found");
      const caller = signedIn(await actorOf(core, request));
      const actor = await proveMember(core, caller, await communityOfUpload(core, caller, uploadId), needed[which]);
      const file = await fileOfUpload(core, actor, uploadId, which);
      // Strangers wrote it: it is saved, never shown by this host, whatever it claims to be.
      reply
        .header("cache-control", "private, no-store")
        .header("x-content-type-options", "nosniff")
        .header("content-security-policy", "default-src 'none'; sandbox")
        .header("content-disposition", disposition(file.fileName))
        .type("application/octet-stream");
      return reply.send(await core.storage.get(file.objectKey));
    });
  }
}
