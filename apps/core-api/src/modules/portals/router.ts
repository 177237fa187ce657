import {
  addressInput,
  createPortalInput,
  listPortalsInput,
  managePortalInput,
  portalByHostInput,
  portalLayersInput,
  setPortalStatusInput,
  updatePortalInput,
} from "@archipel/contracts/portals.ts";
import { communityProcedure, publicProcedure, router } from "../../trpc/procedures.ts";
import * as portals from "./service.ts";

export const portalsRouter = router({
  /** Null for a host without a live portal. */
  byHost: publicProcedure("portals.visit")
    .input(portalByHostInput)
    .query(({ ctx, input }) => portals.portalByHost(ctx.core, input.host)),
  layers: publicProcedure("portals.visit")
    .input(portalLayersInput)
    .query(({ ctx, input }) => portals.portalLayers(ctx.core, ctx.actor, input.portalId, input.locale)),
  pictures: publicProcedure("portals.visit")
    .input(portalLayersInput)
    .query(({ ctx, input }) => portals.portalPictures(ctx.core, ctx.actor, input.portalId, input.locale)),
  list: communityProcedure("portals.read")
    .input(listPortalsInput)
    .query(({ ctx }) => portals.listPortals(ctx.core, ctx.actor)),
  get: communityProcedure("portals.read")
    .input(managePortalInput)
    .query(({ ctx, input }) => portals.getPortal(ctx.core, ctx.actor, input.portalId)),
  checkAddress: communityProcedure("portals.manage")
    .input(addressInput)
    .query(({ ctx, input }) => portals.checkAddress(ctx.core, ctx.actor, input.slug)),
  create: communityProcedure("portals.manage")
    .input(createPortalInput)
    .mutation(({ ctx, input }) => portals.createPortal(ctx.core, ctx.actor, input)),
  update: communityProcedure("portals.manage")
    .input(updatePortalInput)
    .mutation(({ ctx, input }) => portals.updatePortal(ctx.core, ctx.actor, input)),
  setStatus: communityProcedure("portals.manage")
    .input(setPortalStatusInput)
    .mutation(({ ctx, input }) => portals.setPortalStatus(ctx.core, ctx.actor, input.portalId, input.status)),
});
