import { jobInput, listJobsInput } from "@archipel/contracts/processing.ts";
import { communityProcedure, router } from "../../trpc/procedures.ts";
import { cancelJob, getJob, listJobs, retryJob } from "./service.ts";

export const processingRouter = router({
  list: communityProcedure("jobs.read")
    .input(listJobsInput)
    .query(({ ctx, input }) => listJobs(ctx.core, ctx.actor, input)),
  get: communityProcedure("jobs.read")
    .input(jobInput)
    .query(({ ctx, input }) => getJob(ctx.core, ctx.actor, input.jobId)),
  cancel: communityProcedure("jobs.manage")
    .input(jobInput)
    .mutation(({ ctx, input }) => cancelJob(ctx.core, ctx.actor, input.jobId)),
  retry: communityProcedure("jobs.manage")
    .input(jobInput)
    .mutation(({ ctx, input }) => retryJob(ctx.core, ctx.actor, input.jobId)),
});
