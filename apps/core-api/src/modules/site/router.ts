import { readSiteInput } from "@archipel/contracts/site-legal.ts";
import { followRedirectInput } from "@archipel/contracts/site-navigation.ts";
import { listNewsInput, readPageInput, readPreviewInput } from "@archipel/contracts/site-pages.ts";
import { portalProcedure, router } from "../../trpc/procedures.ts";
import { listNews } from "./news/service/list.ts";
import { previewPage, previewValues } from "./service/preview.ts";
import { followRedirect, readFrame, readLegal, readPage, readSitemap, readValues } from "./service/read.ts";

/** What visitors read of a portal's site. All answers but previews are the same for everyone. */
export const siteRouter = router({
  frame: portalProcedure("site.visit", "light")
    .input(readSiteInput)
    .query(({ ctx }) => readFrame(ctx.core, ctx.visit)),
  /** Null: no published page has this slug. */
  page: portalProcedure("site.visit")
    .input(readPageInput)
    .query(({ ctx, input }) => readPage(ctx.core, ctx.visit, input.slug)),
  /** The published pages, without the home. */
  list: portalProcedure("site.visit")
    .input(readSiteInput)
    .query(({ ctx }) => readSitemap(ctx.core, ctx.visit)),
  /** The published news, the pinned ones first. */
  news: portalProcedure("site.visit")
    .input(listNewsInput)
    .query(({ ctx, input }) => listNews(ctx.core, ctx.visit, input)),
  /** The figures and charts of a published page. */
  values: portalProcedure("site.visit", "search")
    .input(readPageInput)
    .query(({ ctx, input }) => readValues(ctx.core, ctx.visit, input.slug)),
  /** Null: nothing leads away from this path. */
  redirect: portalProcedure("site.visit")
    .input(followRedirectInput)
    .query(({ ctx, input }) => followRedirect(ctx.core, ctx.visit, input.path)),
  legal: portalProcedure("site.visit")
    .input(readSiteInput)
    .query(({ ctx }) => readLegal(ctx.core, ctx.visit)),
  /** The draft behind a secret link; null: the link is unknown, over or revoked. Never cache it. */
  preview: portalProcedure("site.visit")
    .input(readPreviewInput)
    .query(({ ctx, input }) => previewPage(ctx.core, ctx.visit, input.token)),
  previewValues: portalProcedure("site.visit", "search")
    .input(readPreviewInput)
    .query(({ ctx, input }) => previewValues(ctx.core, ctx.visit, input.token)),
});
