import {
  behindFigureInput,
  confirmFeatureInput,
  featureConfidenceInput,
  hideRatingInput,
  listRatingsInput,
  qualityRulesInput,
  qualitySheetInput,
  rateInput,
  saveQualityRulesInput,
  withdrawRatingInput,
} from "@archipel/contracts/quality.ts";
import { communityProcedure, publicProcedure, router, userProcedure } from "../../trpc/procedures.ts";
import { listBehind } from "./features/service.ts";
import * as ratings from "./ratings/service.ts";
import * as quality from "./service.ts";

export const qualityRouter = router({
  sheet: publicProcedure("quality.view")
    .input(qualitySheetInput)
    .query(({ ctx, input }) => quality.getSheet(ctx.core, ctx.actor, input.datasetId)),
  features: publicProcedure("quality.view")
    .input(behindFigureInput)
    .query(({ ctx, input }) => listBehind(ctx.core, ctx.actor, input)),
  confidence: publicProcedure("quality.view")
    .input(featureConfidenceInput)
    .query(({ ctx, input }) => quality.explainConfidence(ctx.core, ctx.actor, input)),
  ratings: publicProcedure("quality.view")
    .input(listRatingsInput)
    .query(({ ctx, input }) => ratings.listRatings(ctx.core, ctx.actor, input)),
  rate: userProcedure("quality.rate")
    .input(rateInput)
    .mutation(({ ctx, input }) => ratings.rate(ctx.core, ctx.actor, input)),
  withdrawRating: userProcedure("quality.rate")
    .input(withdrawRatingInput)
    .mutation(({ ctx, input }) => ratings.withdrawRating(ctx.core, ctx.actor, input.datasetId)),
  confirm: communityProcedure("quality.confirm")
    .input(confirmFeatureInput)
    .mutation(({ ctx, input }) => quality.confirmFeature(ctx.core, ctx.actor, input)),
  hideRating: communityProcedure("quality.moderate")
    .input(hideRatingInput)
    .mutation(({ ctx, input }) => ratings.hideRating(ctx.core, ctx.actor, input)),
  rules: communityProcedure("quality.confirm")
    .input(qualityRulesInput)
    .query(({ ctx, input }) => quality.getRules(ctx.core, ctx.actor, input.datasetId)),
  saveRules: communityProcedure("datasets.manage")
    .input(saveQualityRulesInput)
    .mutation(({ ctx, input }) => quality.saveQualityRules(ctx.core, ctx.actor, input)),
  recompute: communityProcedure("datasets.manage")
    .input(qualityRulesInput)
    .mutation(({ ctx, input }) => quality.recompute(ctx.core, ctx.actor, input.datasetId)),
});
