import {
  createMapInput,
  mapInput,
  mapRightsInput,
  ownMapsInput,
  portalMapsInput,
  publishMapInput,
  shareMapInput,
  updateMapInput,
  viewMapInput,
} from "@archipel/contracts/maps.ts";
import { communityProcedure, portalProcedure, router } from "../../trpc/procedures.ts";
import { createMap, publishMap, removeMap, shareMap, updateMap } from "./service/change.ts";
import { listManaged, listOwn, listPublished, rightsOf, viewMap } from "./service/read.ts";

export const mapsRouter = router({
  list: portalProcedure("maps.visit")
    .input(portalMapsInput)
    .query(({ ctx, input }) => listPublished(ctx.core, ctx.visit, input)),
  view: portalProcedure("maps.visit")
    .input(viewMapInput)
    .query(({ ctx, input }) => viewMap(ctx.core, ctx.visit, input.slug)),
  rights: portalProcedure("maps.visit")
    .input(mapRightsInput)
    .query(({ ctx }) => rightsOf(ctx.visit)),
  mine: communityProcedure("maps.keep")
    .input(ownMapsInput)
    .query(({ ctx, input }) => listOwn(ctx.core, ctx.actor, input)),
  create: communityProcedure("maps.keep")
    .input(createMapInput)
    .mutation(({ ctx, input }) => createMap(ctx.core, ctx.actor, input)),
  update: communityProcedure("maps.keep")
    .input(updateMapInput)
    .mutation(({ ctx, input }) => updateMap(ctx.core, ctx.actor, input)),
  share: communityProcedure("maps.keep")
    .input(shareMapInput)
    .mutation(({ ctx, input }) => shareMap(ctx.core, ctx.actor, input)),
  remove: communityProcedure("maps.keep")
    .input(mapInput)
    .mutation(({ ctx, input }) => removeMap(ctx.core, ctx.actor, input.mapId)),
  managed: communityProcedure("maps.publish")
    .input(ownMapsInput)
    .query(({ ctx, input }) => listManaged(ctx.core, ctx.actor, input)),
  publish: communityProcedure("maps.publish")
    .input(publishMapInput)
    .mutation(({ ctx, input }) => publishMap(ctx.core, ctx.actor, input)),
});
