import { changeStartInput, startInput } from "@archipel/contracts/portal-start.ts";
import {
  addressInput,
  changeLinkInput,
  clonePortalInput,
  createPortalInput,
  listPortalsInput,
  managePortalInput,
  portalByHostInput,
  portalLayersInput,
  renameTemplateInput,
  savedThemeInput,
  saveTemplateInput,
  saveThemeInput,
  setPortalStatusInput,
  templateInput,
  updatePortalInput,
} from "@archipel/contracts/portals.ts";
import { communityProcedure, publicProcedure, router } from "../../trpc/procedures.ts";
import { clonePortal } from "./clones/service.ts";
import { changeLink, passesOf } from "./passes/service.ts";
import * as portals from "./service.ts";
import { changeStart, startLists } from "./start/service.ts";
import { setPortalStatus } from "./states/service.ts";
import * as templates from "./templates/service.ts";
import * as themes from "./themes/service.ts";

export const portalsRouter = router({
  /** Null for a host without a live portal. */
  byHost: publicProcedure("portals.visit")
    .input(portalByHostInput)
    .query(({ ctx, input }) => portals.portalByHost(ctx.core, input.host)),
  /** What a host without a live portal says about it; null for a host that was never a portal's. */
  closedByHost: publicProcedure("portals.visit")
    .input(portalByHostInput)
    .query(({ ctx, input }) => portals.closedPortalByHost(ctx.core, input.host)),
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
  themes: communityProcedure("portals.manage")
    .input(listPortalsInput)
    .query(({ ctx }) => themes.listThemes(ctx.core, ctx.actor)),
  themeVersions: communityProcedure("portals.manage")
    .input(managePortalInput)
    .query(({ ctx, input }) => themes.listThemeVersions(ctx.core, ctx.actor, input.portalId)),
  saveTheme: communityProcedure("portals.manage")
    .input(saveThemeInput)
    .mutation(({ ctx, input }) => themes.saveTheme(ctx.core, ctx.actor, input)),
  deleteTheme: communityProcedure("portals.manage")
    .input(savedThemeInput)
    .mutation(({ ctx, input }) => themes.deleteTheme(ctx.core, ctx.actor, input.themeId)),
  templates: communityProcedure("portals.manage")
    .input(listPortalsInput)
    .query(({ ctx }) => templates.listTemplates(ctx.core, ctx.actor)),
  template: communityProcedure("portals.manage")
    .input(templateInput)
    .query(({ ctx, input }) => templates.openTemplate(ctx.core, ctx.actor, input.templateId)),
  saveTemplate: communityProcedure("portals.manage")
    .input(saveTemplateInput)
    .mutation(({ ctx, input }) => templates.saveTemplate(ctx.core, ctx.actor, input)),
  renameTemplate: communityProcedure("portals.manage")
    .input(renameTemplateInput)
    .mutation(({ ctx, input }) => templates.renameTemplate(ctx.core, ctx.actor, input)),
  deleteTemplate: communityProcedure("portals.manage")
    .input(templateInput)
    .mutation(({ ctx, input }) => templates.deleteTemplate(ctx.core, ctx.actor, input.templateId)),
  create: communityProcedure("portals.manage")
    .input(createPortalInput)
    .mutation(({ ctx, input }) => portals.createPortal(ctx.core, ctx.actor, input)),
  clone: communityProcedure("portals.manage")
    .input(clonePortalInput)
    .mutation(({ ctx, input }) => clonePortal(ctx.core, ctx.actor, input)),
  update: communityProcedure("portals.manage")
    .input(updatePortalInput)
    .mutation(({ ctx, input }) => portals.updatePortal(ctx.core, ctx.actor, input)),
  setStatus: communityProcedure("portals.manage")
    .input(setPortalStatusInput)
    .mutation(({ ctx, input }) => setPortalStatus(ctx.core, ctx.actor, input.portalId, input.status)),
  /** The addresses that open a portal that is not online. Never cache them. */
  passes: communityProcedure("portals.manage")
    .input(managePortalInput)
    .query(({ ctx, input }) => passesOf(ctx.core, ctx.actor, input.portalId)),
  changeLink: communityProcedure("portals.manage")
    .input(changeLinkInput)
    .mutation(({ ctx, input }) => changeLink(ctx.core, ctx.actor, input)),
  start: communityProcedure("portals.manage")
    .input(startInput)
    .query(({ ctx, input }) => startLists(ctx.core, ctx.actor, input.portalId)),
  changeStart: communityProcedure("portals.manage")
    .input(changeStartInput)
    .mutation(({ ctx, input }) => changeStart(ctx.core, ctx.actor, input)),
});
