import {
  commentInput,
  contributionInput,
  contributionRightsInput,
  createContributionInput,
  describeContributionInput,
  discardEditsInput,
  editRulesInput,
  featureLimitsInput,
  listContributionsInput,
  listEditsInput,
  mergeInput,
  resolveInput,
  reviewInput,
  rivalsInput,
  saveEditRulesInput,
  saveEditsInput,
} from "@archipel/contracts/contributions.ts";
import { communityProcedure, editorProcedure, publicProcedure, router } from "../../trpc/procedures.ts";
import { limitsOf } from "./granted/service/limits.ts";
import * as drafts from "./service/drafts.ts";
import { mergeContribution } from "./service/merge.ts";
import * as reading from "./service/read.ts";
import * as readingEdits from "./service/read-edits.ts";
import { revertContribution } from "./service/revert.ts";
import * as reviews from "./service/review.ts";
import { layerRights } from "./service/rights.ts";
import { rivalsOf } from "./service/rivals.ts";
import * as rules from "./service/rules.ts";
import { publishContributionChange } from "./service/standing.ts";

/** A procedure that changes a contribution: on success, pages that have the contribution open are notified. */
function changingProcedure(permission: Parameters<typeof communityProcedure>[0]) {
  return notifying(communityProcedure(permission));
}

/** The same for people who edit by grants too. */
function changingByEditors(permission: Parameters<typeof editorProcedure>[0]) {
  return notifying(editorProcedure(permission));
}

function notifying(procedure: ReturnType<typeof communityProcedure>) {
  return procedure.use(async ({ ctx, next, getRawInput }) => {
    const result = await next();
    const named = result.ok ? contributionInput.safeParse(await getRawInput()).data : undefined;
    if (named) publishContributionChange(ctx.core.news, named.contributionId);
    return result;
  });
}

export const contributionsRouter = router({
  rights: publicProcedure("contributions.rights")
    .input(contributionRightsInput)
    .query(({ ctx, input }) => layerRights(ctx.core, ctx.actor, input.portalId)),
  list: editorProcedure("contributions.read")
    .input(listContributionsInput)
    .query(({ ctx, input }) => reading.listContributions(ctx.core, ctx.actor, input)),
  get: editorProcedure("contributions.read")
    .input(contributionInput)
    .query(({ ctx, input }) => reading.getContribution(ctx.core, ctx.actor, input.contributionId)),
  edits: editorProcedure("contributions.read")
    .input(listEditsInput)
    .query(({ ctx, input }) => readingEdits.listEdits(ctx.core, ctx.actor, input)),
  rivals: editorProcedure("contributions.read")
    .input(rivalsInput)
    .query(({ ctx, input }) => rivalsOf(ctx.core, ctx.actor, input)),
  limits: editorProcedure("contributions.read")
    .input(featureLimitsInput)
    .query(({ ctx, input }) => limitsOf(ctx.core, ctx.actor, input)),
  overview: editorProcedure("contributions.read")
    .input(contributionInput)
    .query(({ ctx, input }) => readingEdits.overviewOf(ctx.core, ctx.actor, input.contributionId)),
  create: editorProcedure("contributions.create")
    .input(createContributionInput)
    .mutation(({ ctx, input }) => drafts.createContribution(ctx.core, ctx.actor, input)),
  describe: changingByEditors("contributions.create")
    .input(describeContributionInput)
    .mutation(({ ctx, input }) => drafts.describeContribution(ctx.core, ctx.actor, input)),
  saveEdits: changingByEditors("contributions.create")
    .input(saveEditsInput)
    .mutation(({ ctx, input }) => drafts.saveEdits(ctx.core, ctx.actor, input)),
  discardEdits: changingByEditors("contributions.create")
    .input(discardEditsInput)
    .mutation(({ ctx, input }) => drafts.discardEdits(ctx.core, ctx.actor, input)),
  submit: changingByEditors("contributions.create")
    .input(contributionInput)
    .mutation(({ ctx, input }) => drafts.submitContribution(ctx.core, ctx.actor, input.contributionId)),
  withdraw: changingByEditors("contributions.create")
    .input(contributionInput)
    .mutation(({ ctx, input }) => drafts.withdrawContribution(ctx.core, ctx.actor, input.contributionId)),
  comment: changingByEditors("contributions.create")
    .input(commentInput)
    .mutation(({ ctx, input }) => reviews.commentContribution(ctx.core, ctx.actor, input)),
  resolve: changingByEditors("contributions.create")
    .input(resolveInput)
    .mutation(({ ctx, input }) => reviews.resolveConflicts(ctx.core, ctx.actor, input)),
  // Whether one's own may be merged without review is the dataset's rule: the service asks it.
  merge: changingByEditors("contributions.create")
    .input(mergeInput)
    .mutation(({ ctx, input }) => mergeContribution(ctx.core, ctx.actor, input)),
  review: changingProcedure("contributions.review")
    .input(reviewInput)
    .mutation(({ ctx, input }) => reviews.reviewContribution(ctx.core, ctx.actor, input)),
  revert: changingProcedure("contributions.review")
    .input(contributionInput)
    .mutation(({ ctx, input }) => revertContribution(ctx.core, ctx.actor, input.contributionId)),
  rules: editorProcedure("contributions.read")
    .input(editRulesInput)
    .query(({ ctx, input }) => rules.getEditRules(ctx.core, ctx.actor, input.datasetId)),
  saveRules: communityProcedure("datasets.manage")
    .input(saveEditRulesInput)
    .mutation(({ ctx, input }) => rules.saveEditRules(ctx.core, ctx.actor, input)),
});
