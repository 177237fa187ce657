import { checkFindingsInput, checkInput, listChecksInput, startCheckInput } from "@archipel/contracts/checks.ts";
import { communityProcedure, router } from "../../../trpc/procedures.ts";
import { getCheck, listChecks, listFindings, listGroups } from "./service/read.ts";
import { discardCheck, startCheck } from "./service/start.ts";
import { suggestForUpload } from "./service/suggest.ts";

export const checksRouter = router({
  list: communityProcedure("checks.read")
    .input(listChecksInput)
    .query(({ ctx, input }) => listChecks(ctx.core, ctx.actor, input.uploadId)),
  get: communityProcedure("checks.read")
    .input(checkInput)
    .query(({ ctx, input }) => getCheck(ctx.core, ctx.actor, input.checkId)),
  groups: communityProcedure("checks.read")
    .input(checkInput)
    .query(({ ctx, input }) => listGroups(ctx.core, ctx.actor, input.checkId)),
  findings: communityProcedure("checks.read")
    .input(checkFindingsInput)
    .query(({ ctx, input }) => listFindings(ctx.core, ctx.actor, input)),
  suggest: communityProcedure("checks.run")
    .input(listChecksInput)
    .query(({ ctx, input }) => suggestForUpload(ctx.core, ctx.actor, input.uploadId)),
  start: communityProcedure("checks.run")
    .input(startCheckInput)
    .mutation(({ ctx, input }) => startCheck(ctx.core, ctx.actor, input)),
  discard: communityProcedure("checks.run")
    .input(checkInput)
    .mutation(({ ctx, input }) => discardCheck(ctx.core, ctx.actor, input.checkId)),
});
