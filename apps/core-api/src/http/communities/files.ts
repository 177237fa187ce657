import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import type { MemberActor, Person } from "../../kernel/actor.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { deleteUnreferenced } from "../../kernel/objects.ts";
import { communityExportToSend } from "../../modules/communities/exports/service.ts";
import { addImport } from "../../modules/communities/imports/service.ts";
import { bodyOf, type CoreAlone, type HttpRequest, idIn, queryText } from "../route.ts";
import { sendFile, storedFile } from "../send-file.ts";

/** The community that the address of a copy names. */
export function communityOfExport(_call: CoreAlone, request: HttpRequest) {
  return { communityId: idIn(request, "communityId") };
}

/** The copy of a whole community. */
export async function communityCopy({ core, actor }: CoreAlone & { actor: MemberActor }, request: HttpRequest, reply: FastifyReply) {
  const file = await communityExportToSend(core, actor, idIn(request, "exportId"));
  return sendFile(request, reply, await storedFile(core, { ...file, mediaType: "application/zip", isPublic: false, isUntrusted: true }));
}

/** Larger files come by the command of the server, which reads them where they are. */
const MOST_BYTES = 20 * 1024 ** 3;

/** Stores the copy of a community of another platform, for its inspection. */
export async function keepCommunityFile({ core, actor }: CoreAlone & { actor: Person }, request: HttpRequest, reply: FastifyReply) {
  const fileName = (queryText(request, "name") ?? "community.zip").slice(0, 200);
  const { key, size } = await core.storage.put(Readable.from(limited(bodyOf(request)), { objectMode: false }));
  if (size === 0) {
    await deleteUnreferenced(core, [key]);
    throw new DomainError("invalid", "bag-not-zip");
  }
  return reply.status(201).send(await addImport(core, actor, { objectKey: key, fileName, size }));
}

/** Ends with an error beyond the limit: the size of a stream is known when it has arrived. */
async function* limited(body: Readable): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new DomainError("invalid", "bag-too-large", { most: MOST_BYTES / 1024 ** 3 });
    yield chunk;
  }
}
