import { id } from "@archipel/contracts/ids.ts";
import type { FastifyReply } from "fastify";
import type { Actor, PortalVisit } from "../kernel/actor.ts";
import { keepFile } from "../modules/reports/files/keep.ts";
import { readFile } from "../modules/reports/files/read.ts";
import { disposition } from "./content-disposition.ts";
import { arrivingFile, type CoreAlone, type HttpRequest, idIn, notFound, queryText } from "./route.ts";

/** `?portal=<id>`: the portal of the report. */
export function portalNamed(request: HttpRequest): string {
  const portalId = id.safeParse(request.query.portal);
  if (!portalId.success) throw notFound("portal-not-found");
  return portalId.data;
}

/** The body is the file, `?name=` its name. Returns the file, whose id a report then names. */
export function keepReportFile({ core, visit }: CoreAlone & { visit: PortalVisit }, request: HttpRequest, reply: FastifyReply) {
  return keepFile(core, visit, queryText(request, "name") ?? "", arrivingFile(request, reply));
}

/** `?size=thumbnail` for its small image, `?follow=<secret>` for a reporter without an account. */
export async function reportFile({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  const wanted = { reportId: idIn(request, "reportId"), fileId: idIn(request, "fileId"), follow: queryText(request, "follow") };
  const file = await readFile(core, actor, wanted);
  const isThumbnail = queryText(request, "size") === "thumbnail";
  const key = isThumbnail ? file.thumbnailKey : file.storageKey;
  if (key === null) throw notFound("report-file-not-found");
  // A moderator may hide it at any time: shared caches keep it for five minutes only.
  reply.header("cache-control", file.isPublic ? "public, max-age=300" : "private, no-store");
  reply.header("x-content-type-options", "nosniff");
  reply.header("content-security-policy", "default-src 'none'; sandbox");
  const isImage = file.mediaType.startsWith("image/");
  reply.header("content-disposition", disposition(file.name, isImage ? "inline" : "attachment"));
  const mediaType = file.mediaType === "text/plain" ? "text/plain; charset=utf-8" : file.mediaType;
  return reply.type(isThumbnail ? "image/jpeg" : mediaType).send(await core.storage.get(key));
}
