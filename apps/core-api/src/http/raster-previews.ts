import { communityId } from "@archipel/contracts/ids.ts";
import { rasterInput } from "@archipel/contracts/uploads.ts";
import type { FastifyReply } from "fastify";
import type { MemberActor } from "../kernel/actor.ts";
import { previewOf } from "../modules/deliveries/uploads/service/rasters.ts";
import { type CoreAlone, type HttpRequest, type Named, notFound } from "./route.ts";

/** @throws DomainError for an address that no raster can have */
export function rasterAsked(request: HttpRequest) {
  const community = communityId.safeParse(request.params.communityId);
  const wanted = rasterInput.safeParse({ ...request.params, path: request.query.path });
  if (!community.success || !wanted.success) throw notFound("raster-not-found");
  return { communityId: community.data, wanted: wanted.data };
}

export const communityOfRaster = (_: CoreAlone, request: HttpRequest): Named => rasterAsked(request);

/** The picture of a raster in an upload, which maps load by its address. */
export async function rasterPreview({ core, actor }: CoreAlone & { actor: MemberActor }, request: HttpRequest, reply: FastifyReply) {
  const key = await previewOf(core, actor, rasterAsked(request).wanted);
  reply.header("cache-control", "private, max-age=3600").header("x-content-type-options", "nosniff");
  return reply.type("image/webp").send(await core.storage.get(key));
}
