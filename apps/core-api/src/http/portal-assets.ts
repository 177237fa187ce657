import type { PortalPicture } from "@archipel/contracts/portals.ts";
import type { FastifyReply } from "fastify";
import type { Actor } from "../kernel/actor.ts";
import { contentTypeOf } from "../modules/portals/pictures/draw-picture.ts";
import { pictureKeyOf } from "../modules/portals/service.ts";
import { type CoreAlone, type HttpRequest, idIn, notFound, queryText } from "./route.ts";

/** A picture of a portal that anyone may visit. With its version (`?v=`) it never changes. */
export function portalPicture(picture: PortalPicture) {
  return async ({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest, reply: FastifyReply) => {
    const key = await pictureKeyOf(core, actor, idIn(request, "id"), picture);
    if (!key) throw notFound("logo-not-found");
    const version = key.split("/").pop() ?? key;
    const asked = queryText(request, "v");
    const isPinned = asked !== undefined && asked.length >= 16 && version.startsWith(asked);
    reply.header("etag", `"${version}"`);
    reply.header("cache-control", isPinned ? "public, max-age=31536000, immutable" : "public, max-age=60");
    reply.header("x-content-type-options", "nosniff");
    if (request.headers["if-none-match"] === `"${version}"`) return reply.status(304).send();
    return reply.type(contentTypeOf(picture)).send(await core.storage.get(key));
  };
}
