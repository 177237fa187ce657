import type { FastifyReply } from "fastify";
import type { Actor, MemberActor } from "../kernel/actor.ts";
import { addMedia, readMedia } from "../modules/site/media/service.ts";
import { arrivingFile, type CoreAlone, type HttpRequest, idIn, notFound, queryText } from "./route.ts";

/** The image file is the body, `?name=` its name. Answers the picture. */
export async function uploadMedia({ core, actor }: CoreAlone & { actor: MemberActor }, request: HttpRequest, reply: FastifyReply) {
  return addMedia(core, actor, idIn(request, "id"), { ...arrivingFile(request, reply), name: queryText(request, "name") ?? "" });
}

/** The width is one that the picture was drawn in: the address is in the answers that name the picture. */
export function mediaAsked({ params }: HttpRequest): void {
  if (!/^[1-9]\d{0,4}$/.test(params.width ?? "")) throw notFound("media-not-found");
}

/** A picture of a page in one width. Its bytes never change: a new picture has a new id. */
export async function siteMedia({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  const wanted = { portalId: idIn(request, "id"), mediaId: idIn(request, "mediaId"), width: Number(request.params.width) };
  const variant = await readMedia(core, actor, wanted);
  if (!variant) throw notFound("media-not-found");
  const etag = `"${(variant.key.split("/").pop() ?? variant.key).slice(0, 32)}"`;
  reply.header("etag", etag);
  reply.header("cache-control", "public, max-age=31536000, immutable");
  reply.header("x-content-type-options", "nosniff");
  reply.header("content-security-policy", "default-src 'none'; sandbox");
  if (request.headers["if-none-match"] === etag) return reply.status(304).send();
  return reply.type(`image/${variant.format}`).send(await core.storage.get(variant.key));
}
