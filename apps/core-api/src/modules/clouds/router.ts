import { cloudHistoryInput, cloudRevisionInput, openCloudInput, packCloud } from "@archipel/contracts/clouds.ts";
import { communityProcedure, publicProcedure, router } from "../../trpc/procedures.ts";
import { comparedWithBefore, compareWithBefore } from "./comparing/service.ts";
import { coverageOfLayer, openCloudLayer } from "./service/open.ts";
import { forgetRevision, listRevisions, restoreRevision } from "./service/revisions.ts";

export const cloudsRouter = router({
  open: publicProcedure("clouds.view")
    .input(openCloudInput)
    .query(async ({ ctx, input }) => packCloud(await openCloudLayer(ctx.core, ctx.actor, input.layerId))),
  coverage: publicProcedure("clouds.view")
    .input(openCloudInput)
    .query(({ ctx, input }) => coverageOfLayer(ctx.core, ctx.actor, input.layerId)),
  history: communityProcedure("clouds.read")
    .input(cloudHistoryInput)
    .query(({ ctx, input }) => listRevisions(ctx.core, ctx.actor, input)),
  changes: communityProcedure("clouds.read")
    .input(cloudRevisionInput)
    .query(({ ctx, input }) => comparedWithBefore(ctx.core, ctx.actor, input)),
  compare: communityProcedure("clouds.read")
    .input(cloudRevisionInput)
    .mutation(({ ctx, input }) => compareWithBefore(ctx.core, ctx.actor, input)),
  restore: communityProcedure("clouds.manage")
    .input(cloudRevisionInput)
    .mutation(({ ctx, input }) => restoreRevision(ctx.core, ctx.actor, input)),
  forget: communityProcedure("clouds.manage")
    .input(cloudRevisionInput)
    .mutation(({ ctx, input }) => forgetRevision(ctx.core, ctx.actor, input)),
});
