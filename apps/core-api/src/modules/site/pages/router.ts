import {
  archivePageInput,
  changeSlugInput,
  checkSlugInput,
  comparePageInput,
  createPreviewInput,
  createSitePageInput,
  duplicateSitePageInput,
  pageVersionInput,
  pageVersionsInput,
  pinNewsInput,
  publishPageInput,
  resolveBlocksInput,
  restoreVersionInput,
  revokePreviewInput,
  saveDraftInput,
  schedulePageInput,
  sitePageInput,
  sitePagesInput,
} from "@archipel/contracts/site-pages.ts";
import { communityProcedure, router } from "../../../trpc/procedures.ts";
import { archivePage, changeSlug, createPage, duplicatePage, pinNews, removePage, saveDraft } from "./service/change.ts";
import { createPreview, revokePreview } from "./service/previews.ts";
import { publishPage, schedulePage, unpublishPage } from "./service/publish.ts";
import { checkSlug, getPage, listPages, resolveBlocks, valuesOfBlocks } from "./service/read.ts";
import { comparePage, getVersion, listVersions, restoreVersion } from "./service/versions.ts";

export const sitePagesRouter = router({
  list: communityProcedure("site.write")
    .input(sitePagesInput)
    .query(({ ctx, input }) => listPages(ctx.core, ctx.actor, input.portalId)),
  get: communityProcedure("site.write")
    .input(sitePageInput)
    .query(({ ctx, input }) => getPage(ctx.core, ctx.actor, input.pageId)),
  checkSlug: communityProcedure("site.write")
    .input(checkSlugInput)
    .query(({ ctx, input }) => checkSlug(ctx.core, ctx.actor, input)),
  create: communityProcedure("site.write")
    .input(createSitePageInput)
    .mutation(({ ctx, input }) => createPage(ctx.core, ctx.actor, input)),
  duplicate: communityProcedure("site.write")
    .input(duplicateSitePageInput)
    .mutation(({ ctx, input }) => duplicatePage(ctx.core, ctx.actor, input)),
  saveDraft: communityProcedure("site.write")
    .input(saveDraftInput)
    .mutation(({ ctx, input }) => saveDraft(ctx.core, ctx.actor, input)),
  publish: communityProcedure("site.write")
    .input(publishPageInput)
    .mutation(({ ctx, input }) => publishPage(ctx.core, ctx.actor, input)),
  schedule: communityProcedure("site.write")
    .input(schedulePageInput)
    .mutation(({ ctx, input }) => schedulePage(ctx.core, ctx.actor, input)),
  unpublish: communityProcedure("site.write")
    .input(sitePageInput)
    .mutation(({ ctx, input }) => unpublishPage(ctx.core, ctx.actor, input.pageId)),
  changeSlug: communityProcedure("site.write")
    .input(changeSlugInput)
    .mutation(({ ctx, input }) => changeSlug(ctx.core, ctx.actor, input)),
  pin: communityProcedure("site.write")
    .input(pinNewsInput)
    .mutation(({ ctx, input }) => pinNews(ctx.core, ctx.actor, input)),
  archive: communityProcedure("site.write")
    .input(archivePageInput)
    .mutation(({ ctx, input }) => archivePage(ctx.core, ctx.actor, input)),
  /** Only what visitors do not read: an archived page, a draft that was never public, the home (the theme's comes back). */
  remove: communityProcedure("site.write")
    .input(sitePageInput)
    .mutation(({ ctx, input }) => removePage(ctx.core, ctx.actor, input.pageId)),
  versions: communityProcedure("site.write")
    .input(pageVersionsInput)
    .query(({ ctx, input }) => listVersions(ctx.core, ctx.actor, input)),
  version: communityProcedure("site.write")
    .input(pageVersionInput)
    .query(({ ctx, input }) => getVersion(ctx.core, ctx.actor, input)),
  compare: communityProcedure("site.write")
    .input(comparePageInput)
    .query(({ ctx, input }) => comparePage(ctx.core, ctx.actor, input)),
  /** Puts an older version into the draft. What visitors see does not change. */
  restoreVersion: communityProcedure("site.write")
    .input(restoreVersionInput)
    .mutation(({ ctx, input }) => restoreVersion(ctx.core, ctx.actor, input)),
  createPreview: communityProcedure("site.write")
    .input(createPreviewInput)
    .mutation(({ ctx, input }) => createPreview(ctx.core, ctx.actor, input)),
  revokePreview: communityProcedure("site.write")
    .input(revokePreviewInput)
    .mutation(({ ctx, input }) => revokePreview(ctx.core, ctx.actor, input)),
  /** What unsaved blocks name, for the live preview; a mutation only because blocks are too long for an address. */
  resolve: communityProcedure("site.write", "list")
    .input(resolveBlocksInput)
    .mutation(({ ctx, input }) => resolveBlocks(ctx.core, ctx.actor, input)),
  /** The figures and charts of unsaved blocks, as visitors would see them. */
  values: communityProcedure("site.write", "search")
    .input(resolveBlocksInput)
    .mutation(({ ctx, input }) => valuesOfBlocks(ctx.core, ctx.actor, input)),
});
