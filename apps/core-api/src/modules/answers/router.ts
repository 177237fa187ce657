import {
  answerSettingsInput,
  choosePacksInput,
  declareLayerInput,
  draftOverrideInput,
  overrideInput,
  reportAtInput,
} from "@archipel/contracts/answers.ts";
import { scopeOf } from "../../kernel/actor.ts";
import { communityProcedure, portalProcedure, router } from "../../trpc/procedures.ts";
import * as overrides from "./service/overrides.ts";
import { reportAt } from "./service/report.ts";
import * as settings from "./service/settings.ts";

export const answersRouter = router({
  report: portalProcedure("answers.view", "search")
    .input(reportAtInput)
    .query(({ ctx, input }) => reportAt(ctx.core, { role: "tenant", ...scopeOf(ctx.actor) }, input)),
  settings: communityProcedure("answers.manage")
    .input(answerSettingsInput)
    .query(({ ctx, input }) => settings.readSettings(ctx.core, ctx.actor, input.portalId)),
  choosePacks: communityProcedure("answers.manage")
    .input(choosePacksInput)
    .mutation(({ ctx, input }) => settings.choosePacks(ctx.core, ctx.actor, input)),
  declareLayer: communityProcedure("answers.manage")
    .input(declareLayerInput)
    .mutation(({ ctx, input }) => settings.declareLayer(ctx.core, ctx.actor, input)),
  draftOverride: communityProcedure("answers.manage")
    .input(draftOverrideInput)
    .mutation(({ ctx, input }) => overrides.draftOverride(ctx.core, ctx.actor, input)),
  publishOverride: communityProcedure("answers.manage")
    .input(overrideInput)
    .mutation(({ ctx, input }) => overrides.publishOverride(ctx.core, ctx.actor, input)),
  withdrawOverride: communityProcedure("answers.manage")
    .input(overrideInput)
    .mutation(({ ctx, input }) => overrides.withdrawOverride(ctx.core, ctx.actor, input)),
});
