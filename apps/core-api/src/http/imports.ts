import type { Readable } from "node:stream";
import { id } from "@archipel/contracts/ids.ts";
import type { FastifyInstance } from "fastify";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { permissions } from "../kernel/permissions.ts";
import { startImport } from "../modules/imports/service.ts";
import { actorOf } from "../trpc/context.ts";
import { proveMember } from "../trpc/procedures.ts";
import { plainName } from "./file-name.ts";

/**
 * `POST /imports?community=<id>&layer=<id>&name=<file name>` with the file as body: a file of edits of a layer. Answers the import,
 * which is then followed by `imports.get`. One request, not resumable: such a file is bounded, and its author is there to send it again.
 */
export async function importsDoor(app: FastifyInstance, core: Core): Promise<void> {
  // Whatever type the sender claims: the content alone is looked at. It goes to the store as it comes, never into memory.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));

  app.post<{ Querystring: { community?: string; layer?: string; name?: string }; Body: Readable }>("/imports", async (request) => {
    const [communityId, layerId] = [id.safeParse(request.query.community), id.safeParse(request.query.layer)];
    if (!communityId.success) throw new DomainError("not-found", "community-not-found");
    const actor = await proveMember(core, await actorOf(core, request), communityId.data, permissions["contributions.create"]);
    if (!layerId.success) throw new DomainError("not-found", "layer-not-found");
    const fileName = plainName(typeof request.query.name === "string" ? request.query.name : "");
    return startImport(core, actor, { layerId: layerId.data, fileName, content: request.body });
  });
}
