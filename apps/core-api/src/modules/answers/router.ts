import {
  acceptProposalsInput,
  answerRuleInput,
  answerSettingsInput,
  answerValuesInput,
  choosePacksInput,
  declareLayerInput,
  draftOverrideInput,
  openLinkInput,
  outlineInput,
  overrideInput,
  publishOverrideInput,
  removeExampleInput,
  reportAtInput,
  runExamplesInput,
  saveExampleInput,
  shortenPlaceInput,
  tryAnswersInput,
} from "@archipel/contracts/answers.ts";
import { communityProcedure, portalProcedure, router } from "../../trpc/procedures.ts";
import { openLink, placeAsked, shortenPlace } from "./links/service.ts";
import { outlineOf } from "./print/outline.ts";
import { proposalsFor } from "./propose/propose.ts";
import { readChoices } from "./service/choices.ts";
import * as examples from "./service/examples.ts";
import * as overrides from "./service/overrides.ts";
import { reportAt } from "./service/report.ts";
import * as rules from "./service/rules.ts";
import * as settings from "./service/settings.ts";
import { tryAnswers } from "./service/trial.ts";
import { listValuesWithoutRule } from "./service/values.ts";

export const answersRouter = router({
  report: portalProcedure("answers.view", "search")
    .input(reportAtInput)
    .query(async ({ ctx: { core, actor }, input }) =>
      reportAt(core, actor, { ...input, place: await placeAsked(core, input.portalId, input.place) }),
    ),
  shorten: portalProcedure("answers.share", "search")
    .input(shortenPlaceInput)
    .mutation(({ ctx, input }) => shortenPlace(ctx.core, ctx.visit, input)),
  openLink: portalProcedure("answers.share")
    .input(openLinkInput)
    .query(async ({ ctx, input }) => ({ place: await openLink(ctx.core, input.portalId, input.linkId) })),
  outline: portalProcedure("answers.view", "search")
    .input(outlineInput)
    .query(async ({ ctx: { core, actor }, input }) =>
      outlineOf(core, actor, input.portalId, await placeAsked(core, input.portalId, input.place)),
    ),
  settings: communityProcedure("answers.manage")
    .input(answerSettingsInput)
    .query(({ ctx, input }) => settings.readSettings(ctx.core, ctx.actor, input.portalId)),
  choices: communityProcedure("answers.manage").query(() => readChoices()),
  // Reads files of deliveries: it costs what a search costs.
  proposals: communityProcedure("answers.manage", "search")
    .input(answerSettingsInput)
    .query(({ ctx, input }) => proposalsFor(ctx.core, ctx.actor, input.portalId)),
  acceptProposals: communityProcedure("answers.manage", "search")
    .input(acceptProposalsInput)
    .mutation(({ ctx, input }) => settings.acceptProposals(ctx.core, ctx.actor, input)),
  choosePacks: communityProcedure("answers.manage")
    .input(choosePacksInput)
    .mutation(({ ctx, input }) => settings.choosePacks(ctx.core, ctx.actor, input)),
  declareLayer: communityProcedure("answers.manage")
    .input(declareLayerInput)
    .mutation(({ ctx, input }) => settings.declareLayer(ctx.core, ctx.actor, input)),
  rules: communityProcedure("answers.manage")
    .input(answerSettingsInput)
    .query(({ ctx, input }) => rules.listRules(ctx.core, ctx.actor, input.portalId)),
  rule: communityProcedure("answers.manage")
    .input(answerRuleInput)
    .query(({ ctx, input }) => rules.readRule(ctx.core, ctx.actor, input)),
  drafts: communityProcedure("answers.manage")
    .input(answerSettingsInput)
    .query(({ ctx, input }) => rules.listDrafts(ctx.core, ctx.actor, input.portalId)),
  draftOverride: communityProcedure("answers.manage")
    .input(draftOverrideInput)
    .mutation(({ ctx, input }) => overrides.draftOverride(ctx.core, ctx.actor, input)),
  publishOverride: communityProcedure("answers.manage")
    .input(publishOverrideInput)
    .mutation(({ ctx, input }) => overrides.publishOverride(ctx.core, ctx.actor, input)),
  discardDraft: communityProcedure("answers.manage")
    .input(overrideInput)
    .mutation(({ ctx, input }) => overrides.discardDraft(ctx.core, ctx.actor, input)),
  // Mutations that read only: a drawn place or a rule is too long for the URL of a query. They cost what a report costs.
  tryRules: communityProcedure("answers.manage", "search")
    .input(tryAnswersInput)
    .mutation(({ ctx, input }) => tryAnswers(ctx.core, ctx.actor, input)),
  valuesWithoutRule: communityProcedure("answers.manage", "search")
    .input(answerValuesInput)
    .query(({ ctx, input }) => listValuesWithoutRule(ctx.core, ctx.actor, input)),
  examples: communityProcedure("answers.manage")
    .input(answerSettingsInput)
    .query(({ ctx, input }) => examples.listExamples(ctx.core, ctx.actor, input.portalId)),
  saveExample: communityProcedure("answers.manage", "search")
    .input(saveExampleInput)
    .mutation(({ ctx, input }) => examples.saveExample(ctx.core, ctx.actor, input)),
  removeExample: communityProcedure("answers.manage")
    .input(removeExampleInput)
    .mutation(({ ctx, input }) => examples.removeExample(ctx.core, ctx.actor, input)),
  runExamples: communityProcedure("answers.manage", "search")
    .input(runExamplesInput)
    .mutation(({ ctx, input }) => examples.runExamples(ctx.core, ctx.actor, input)),
});
