import {
  datasetCreditsInput,
  featureInput,
  featureRowsInput,
  featuresAtInput,
  featuresInViewInput,
  layerChangesInput,
  rowOfFeatureInput,
} from "@archipel/contracts/features.ts";
import { publicProcedure, router } from "../../trpc/procedures.ts";
import * as history from "./history/service.ts";
import * as features from "./service.ts";
import * as table from "./table/service.ts";

export const featuresRouter = router({
  inView: publicProcedure("features.view", "search")
    .input(featuresInViewInput)
    .query(({ ctx, input }) => features.listInView(ctx.core, ctx.actor, input)),
  rows: publicProcedure("features.view", "search")
    .input(featureRowsInput)
    .query(({ ctx, input }) => table.listRows(ctx.core, ctx.actor, input)),
  rowOf: publicProcedure("features.view", "search")
    .input(rowOfFeatureInput)
    .query(({ ctx, input }) => table.findRow(ctx.core, ctx.actor, input)),
  get: publicProcedure("features.view")
    .input(featureInput)
    .query(({ ctx, input }) => features.getFeature(ctx.core, ctx.actor, input)),
  at: publicProcedure("features.view")
    .input(featuresAtInput)
    .query(({ ctx, input }) => features.listAtPoint(ctx.core, ctx.actor, input)),
  history: publicProcedure("features.view")
    .input(featureInput)
    .query(({ ctx, input }) => history.getHistory(ctx.core, ctx.actor, input)),
  changes: publicProcedure("features.view", "search")
    .input(layerChangesInput)
    .query(({ ctx, input }) => history.compareMoments(ctx.core, ctx.actor, input)),
  credits: publicProcedure("features.view")
    .input(datasetCreditsInput)
    .query(({ ctx, input }) => history.listCredits(ctx.core, ctx.actor, input.datasetId)),
});
