import { id } from "@archipel/contracts/ids.ts";
import type { FastifyInstance } from "fastify";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { keepFile } from "../modules/reports/files/keep.ts";
import { FILE_LIMITS } from "../modules/reports/files/limits.ts";
import { readFile } from "../modules/reports/files/read.ts";
import { actorOf } from "../trpc/context.ts";
import { visitPortal } from "../trpc/procedures.ts";
import { disposition } from "./content-disposition.ts";

/**
 * `POST /reports/files?portal=<id>&name=<file name>` with the file as body: answers the file, whose id a report then names.
 * `GET /reports/<report>/files/<file>`, `?size=thumbnail` for its small image, `?follow=<secret>` for a reporter without an account.
 */
export async function reportFilesDoor(app: FastifyInstance, core: Core): Promise<void> {
  // Whatever type the sender claims: the content alone is looked at. A file somewhat too large is told so, the rest is cut off.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: 2 * FILE_LIMITS.bytesPerFile }, (_request, body, done) => done(null, body));

  app.post<{ Querystring: { portal?: string; name?: string } }>("/reports/files", async (request) => {
    const portalId = id.safeParse(request.query.portal);
    if (!portalId.success) throw new DomainError("not-found", "portal-not-found");
    const visit = await visitPortal(core, await actorOf(core, request), portalId.data, request.ip);
    const file = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    return keepFile(core, visit, typeof request.query.name === "string" ? request.query.name : "", file);
  });

  app.get<{ Params: { reportId: string; fileId: string }; Querystring: { size?: string; follow?: string } }>(
    "/reports/:reportId/files/:fileId",
    async (request, reply) => {
      const [reportId, fileId] = [id.safeParse(request.params.reportId), id.safeParse(request.params.fileId)];
      if (!reportId.success || !fileId.success) throw new DomainError("not-found", "report-file-not-found");
      const follow = typeof request.query.follow === "string" ? request.query.follow : undefined;
      const wanted = { reportId: reportId.data, fileId: fileId.data, follow };
      const file = await readFile(core, await actorOf(core, request), wanted);
      const isThumbnail = request.query.size === "thumbnail";
      const key = isThumbnail ? file.thumbnailKey : file.storageKey;
      if (key === null) throw new DomainError("not-found", "report-file-not-found");
      // A moderator may hide it at any time: shared caches forget it soon.
      reply.header("cache-control", file.isPublic ? "public, max-age=300" : "private, no-store");
      reply.header("x-content-type-options", "nosniff");
      reply.header("content-security-policy", "default-src 'none'; sandbox");
      const isImage = file.mediaType.startsWith("image/");
      reply.header("content-disposition", disposition(file.name, isImage ? "inline" : "attachment"));
      const mediaType = file.mediaType === "text/plain" ? "text/plain; charset=utf-8" : file.mediaType;
      return reply.type(isThumbnail ? "image/jpeg" : mediaType).send(await core.storage.get(key));
    },
  );
}
