import { communityId } from "@archipel/contracts/ids.ts";
import { rasterInput } from "@archipel/contracts/uploads.ts";
import type { FastifyInstance } from "fastify";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { permissions } from "../kernel/permissions.ts";
import { previewOf } from "../modules/deliveries/uploads/service/rasters.ts";
import { actorOf } from "../trpc/context.ts";
import { proveMember } from "../trpc/procedures.ts";

/** `/rasters/{communityId}/{uploadId}?path=…`: the picture of a raster that was handed in, which maps load by its address. */
export async function rasterPreviewsDoor(app: FastifyInstance, core: Core): Promise<void> {
  app.get<{ Params: { communityId: string; uploadId: string }; Querystring: { path?: string } }>(
    "/rasters/:communityId/:uploadId",
    async (request, reply) => {
      const community = communityId.safeParse(request.params.communityId);
      const wanted = rasterInput.safeParse({ ...request.params, path: request.query.path });
      if (!community.success || !wanted.success) throw new DomainError("not-found", "raster-not-found");
      const actor = await proveMember(core, await actorOf(core, request), community.data, permissions["uploads.read"]);
      const key = await previewOf(core, actor, wanted.data);
      reply.header("cache-control", "private, max-age=3600").header("x-content-type-options", "nosniff");
      return reply.type("image/webp").send(await core.storage.get(key));
    },
  );
}
