import { id } from "@archipel/contracts/ids.ts";
import type { FastifyInstance } from "fastify";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { logoKeyOf } from "../modules/portals/service.ts";
import { actorOf } from "../trpc/context.ts";

/** `/assets/portals/:id/logo`: the logo of a portal that anyone may visit. With its version (`?v=`) it never changes. */
export async function portalAssetsDoor(app: FastifyInstance, core: Core): Promise<void> {
  app.get<{ Params: { id: string }; Querystring: { v?: string } }>("/assets/portals/:id/logo", async (request, reply) => {
    const portalId = id.safeParse(request.params.id);
    const key = portalId.success ? await logoKeyOf(core, await actorOf(core, request), portalId.data) : null;
    if (!key) throw new DomainError("not-found", "logo-not-found");
    const version = key.split("/").pop() ?? key;
    const isPinned = typeof request.query.v === "string" && request.query.v.length >= 16 && version.startsWith(request.query.v);
    reply.header("etag", `"${version}"`);
    reply.header("cache-control", isPinned ? "public, max-age=31536000, immutable" : "public, max-age=60");
    reply.header("x-content-type-options", "nosniff");
    if (request.headers["if-none-match"] === `"${version}"`) return reply.status(304).send();
    return reply.type("image/png").send(await core.storage.get(key));
  });
}
