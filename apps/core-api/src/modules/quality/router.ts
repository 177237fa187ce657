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
import {
  barLabelInput,
  bearersInput,
  datasetLabelsInput,
  deleteLabelInput,
  labelsInput,
  saveLabelInput,
  tryLabelInput,
  voteInput,
} from "@archipel/contracts/quality-labels.ts";
import { communityProcedure, publicProcedure, router, userProcedure } from "../../trpc/procedures.ts";
import { listBehind } from "./features/service.ts";
import * as labels from "./labels/service.ts";
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
  datasetLabels: publicProcedure("quality.view")
    .input(datasetLabelsInput)
    .query(({ ctx, input }) => labels.labelsOfDataset(ctx.core, ctx.actor, input.datasetId)),
  bearers: publicProcedure("quality.view")
    .input(bearersInput)
    .query(({ ctx, input }) => labels.listAwardedLabels(ctx.core, ctx.actor, input.datasetIds)),
  labels: communityProcedure("labels.vote")
    .input(labelsInput)
    .query(({ ctx }) => labels.listLabels(ctx.core, ctx.actor)),
  vote: communityProcedure("labels.vote")
    .input(voteInput)
    .mutation(({ ctx, input }) => labels.vote(ctx.core, ctx.actor, input)),
  saveLabel: communityProcedure("labels.manage")
    .input(saveLabelInput)
    .mutation(({ ctx, input }) => labels.saveLabel(ctx.core, ctx.actor, input)),
  deleteLabel: communityProcedure("labels.manage")
    .input(deleteLabelInput)
    .mutation(({ ctx, input }) => labels.deleteLabel(ctx.core, ctx.actor, input.labelId)),
  tryLabel: communityProcedure("labels.manage")
    .input(tryLabelInput)
    .query(({ ctx, input }) => labels.tryLabel(ctx.core, ctx.actor, input)),
  barLabel: communityProcedure("labels.manage")
    .input(barLabelInput)
    .mutation(({ ctx, input }) => labels.barLabel(ctx.core, ctx.actor, input)),
});
