import { communityId } from "@archipel/contracts/ids.ts";
import {
  acceptReportInput,
  changeReportsInput,
  correctPointsInput,
  createReportInput,
  hideFileInput,
  listReportsInput,
  markApartInput,
  mergeReportsInput,
  orderThemesInput,
  portalReportingInput,
  publicCommentInput,
  publicReportInput,
  reportEntryInput,
  reportInput,
  reportPointsInput,
  reviewReportsInput,
  saveReportSettingsInput,
  saveThemeInput,
  similarReportsInput,
  trackReportsInput,
} from "@archipel/contracts/reports.ts";
import { z } from "zod";
import { communityProcedure, portalProcedure, router } from "../../trpc/procedures.ts";
import { markApart } from "./likeness/apart.ts";
import { correctPoints } from "./points/correct.ts";
import * as changes from "./service/change.ts";
import * as moderation from "./service/moderate.ts";
import { reviewReports } from "./service/review.ts";
import { sendReport } from "./service/send.ts";
import * as themes from "./service/themes.ts";
import * as tracker from "./service/track.ts";

const inCommunity = z.object({ communityId });

export const reportsRouter = router({
  reporting: portalProcedure("reports.visit")
    .input(portalReportingInput)
    .query(({ ctx }) => tracker.portalReporting(ctx.core, ctx.visit)),
  create: portalProcedure("reports.send")
    .input(createReportInput)
    .mutation(({ ctx, input }) => sendReport(ctx.core, ctx.actor, ctx.visit, input)),
  similar: portalProcedure("reports.visit")
    .input(similarReportsInput)
    .query(({ ctx, input }) => tracker.similarReports(ctx.core, ctx.actor, ctx.visit, input)),
  track: portalProcedure("reports.visit")
    .input(trackReportsInput)
    .query(({ ctx, input }) => tracker.trackReports(ctx.core, ctx.actor, ctx.visit, input)),
  points: portalProcedure("reports.visit")
    .input(reportPointsInput)
    .query(({ ctx, input }) => tracker.reportPoints(ctx.core, ctx.actor, ctx.visit, input)),
  view: portalProcedure("reports.visit")
    .input(publicReportInput)
    .query(({ ctx, input }) => tracker.viewReport(ctx.core, ctx.actor, ctx.visit, input)),
  comment: portalProcedure("reports.send")
    .input(publicCommentInput)
    .mutation(({ ctx, input }) => tracker.commentReport(ctx.core, ctx.actor, ctx.visit, input)),

  list: communityProcedure("reports.moderate")
    .input(listReportsInput)
    .query(({ ctx, input }) => moderation.listReports(ctx.core, ctx.actor, input)),
  get: communityProcedure("reports.moderate")
    .input(reportInput)
    .query(({ ctx, input }) => moderation.getReport(ctx.core, ctx.actor, input.reportId)),
  similarTo: communityProcedure("reports.moderate")
    .input(reportInput)
    .query(({ ctx, input }) => moderation.similarTo(ctx.core, ctx.actor, input.reportId)),
  change: communityProcedure("reports.moderate")
    .input(changeReportsInput)
    .mutation(({ ctx, input }) => changes.changeReports(ctx.core, ctx.actor, input)),
  review: communityProcedure("reports.moderate")
    .input(reviewReportsInput)
    .mutation(({ ctx, input }) => reviewReports(ctx.core, ctx.actor, input)),
  merge: communityProcedure("reports.moderate")
    .input(mergeReportsInput)
    .mutation(({ ctx, input }) => changes.mergeReports(ctx.core, ctx.actor, input)),
  markApart: communityProcedure("reports.moderate")
    .input(markApartInput)
    .mutation(({ ctx, input }) => markApart(ctx.core, ctx.actor, input)),
  write: communityProcedure("reports.moderate")
    .input(reportEntryInput)
    .mutation(({ ctx, input }) => moderation.writeEntry(ctx.core, ctx.actor, input)),
  hideFile: communityProcedure("reports.moderate")
    .input(hideFileInput)
    .mutation(({ ctx, input }) => moderation.hideFile(ctx.core, ctx.actor, input)),
  accept: communityProcedure("reports.moderate")
    .input(acceptReportInput)
    .mutation(({ ctx, input }) => moderation.acceptReport(ctx.core, ctx.actor, input)),
  correctPoints: communityProcedure("reports.moderate")
    .input(correctPointsInput)
    .mutation(({ ctx, input }) => correctPoints(ctx.core, ctx.actor, input)),

  themes: communityProcedure("reports.moderate")
    .input(inCommunity)
    .query(({ ctx }) => themes.listThemes(ctx.core, ctx.actor)),
  saveTheme: communityProcedure("reports.configure")
    .input(saveThemeInput)
    .mutation(({ ctx, input }) => themes.saveTheme(ctx.core, ctx.actor, input)),
  orderThemes: communityProcedure("reports.configure")
    .input(orderThemesInput)
    .mutation(({ ctx, input }) => themes.orderThemes(ctx.core, ctx.actor, input)),
  settings: communityProcedure("reports.moderate")
    .input(inCommunity)
    .query(({ ctx }) => themes.getSettings(ctx.core, ctx.actor)),
  saveSettings: communityProcedure("reports.configure")
    .input(saveReportSettingsInput)
    .mutation(({ ctx, input }) => themes.saveSettings(ctx.core, ctx.actor, input)),
});
