import { jobInput, jobLogsInput, listJobsInput } from "@archipel/contracts/processing.ts";
import { estimateInput, lineageInput, processingRunInput, runProcessingInput } from "@archipel/contracts/processings.ts";
import { communityProcedure, router } from "../../trpc/procedures.ts";
import { catalogue, estimateRun, getRun, lineageOf, listLayers, runProcessing } from "./runs/service.ts";
import { cancelJob, getJob, listJobs, listLogs, retryJob } from "./service.ts";

export const processingRouter = router({
  list: communityProcedure("jobs.read")
    .input(listJobsInput)
    .query(({ ctx, input }) => listJobs(ctx.core, ctx.actor, input)),
  get: communityProcedure("jobs.read")
    .input(jobInput)
    .query(({ ctx, input }) => getJob(ctx.core, ctx.actor, input.jobId)),
  logs: communityProcedure("jobs.read")
    .input(jobLogsInput)
    .query(({ ctx, input }) => listLogs(ctx.core, ctx.actor, input)),
  cancel: communityProcedure("jobs.manage")
    .input(jobInput)
    .mutation(({ ctx, input }) => cancelJob(ctx.core, ctx.actor, input.jobId)),
  retry: communityProcedure("jobs.manage")
    .input(jobInput)
    .mutation(({ ctx, input }) => retryJob(ctx.core, ctx.actor, input.jobId)),
  catalogue: communityProcedure("processings.run").query(() => catalogue()),
  layers: communityProcedure("processings.run").query(({ ctx }) => listLayers(ctx.core, ctx.actor)),
  estimate: communityProcedure("processings.run")
    .input(estimateInput)
    // A drawn area is too long for the address of a query.
    .mutation(({ ctx, input }) => estimateRun(ctx.core, ctx.actor, input)),
  run: communityProcedure("processings.run")
    .input(runProcessingInput)
    .mutation(({ ctx, input }) => runProcessing(ctx.core, ctx.actor, input)),
  getRun: communityProcedure("processings.run")
    .input(processingRunInput)
    .query(({ ctx, input }) => getRun(ctx.core, ctx.actor, input.runId)),
  lineage: communityProcedure("processings.run")
    .input(lineageInput)
    .query(({ ctx, input }) => lineageOf(ctx.core, ctx.actor, input.datasetId)),
});
