import { estimateInput, lineageInput, processingRunInput, runProcessingInput } from "@archipel/contracts/processing.ts";
import { communityProcedure, router } from "../../trpc/procedures.ts";
import { catalogue, estimateRun, getRun, lineageOf, listLayers, runProcessing } from "./runs/service.ts";

export const processingRouter = router({
  catalogue: communityProcedure("processing.run").query(() => catalogue()),
  layers: communityProcedure("processing.run").query(({ ctx }) => listLayers(ctx.core, ctx.actor)),
  estimate: communityProcedure("processing.run")
    .input(estimateInput)
    // A mutation, because a drawn area is too long for the URL of a query.
    .mutation(({ ctx, input }) => estimateRun(ctx.core, ctx.actor, input)),
  run: communityProcedure("processing.run")
    .input(runProcessingInput)
    .mutation(({ ctx, input }) => runProcessing(ctx.core, ctx.actor, input)),
  getRun: communityProcedure("processing.run")
    .input(processingRunInput)
    .query(({ ctx, input }) => getRun(ctx.core, ctx.actor, input.runId)),
  lineage: communityProcedure("processing.run")
    .input(lineageInput)
    .query(({ ctx, input }) => lineageOf(ctx.core, ctx.actor, input.datasetId)),
});
