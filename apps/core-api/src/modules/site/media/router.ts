import { removeMediaInput, siteMediaInput, siteMediaListInput, updateMediaInput } from "@archipel/contracts/site-media.ts";
import { communityProcedure, router } from "../../../trpc/procedures.ts";
import { getMedia, listMedia, removeMedia, updateMedia, usesOfMedia } from "./service.ts";

export const siteMediaRouter = router({
  list: communityProcedure("site.write")
    .input(siteMediaListInput)
    .query(({ ctx, input }) => listMedia(ctx.core, ctx.actor, input)),
  get: communityProcedure("site.write")
    .input(siteMediaInput)
    .query(({ ctx, input }) => getMedia(ctx.core, ctx.actor, input.mediaId)),
  uses: communityProcedure("site.write")
    .input(siteMediaInput)
    .query(({ ctx, input }) => usesOfMedia(ctx.core, ctx.actor, input.mediaId)),
  update: communityProcedure("site.write")
    .input(updateMediaInput)
    .mutation(({ ctx, input }) => updateMedia(ctx.core, ctx.actor, input)),
  remove: communityProcedure("site.write")
    .input(removeMediaInput)
    .mutation(({ ctx, input }) => removeMedia(ctx.core, ctx.actor, input)),
});
