import { jobInput, jobLogsInput, listJobsInput } from "@archipel/contracts/jobs.ts";
import { retryFailedInput } from "@archipel/contracts/usage.ts";
import { communityProcedure, operatorProcedure, router } from "../trpc/procedures.ts";
import { platformState, retryFailed } from "./administer.ts";
import { cancelJob, getJob, listJobs, listKinds, listLogs, retryJob } from "./service.ts";

export const jobsRouter = router({
  kinds: communityProcedure("jobs.read").query(() => listKinds()),
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
  /** For operators: the state of the platform, its queue and what failed. */
  platform: operatorProcedure("jobs.administer").query(({ ctx }) => platformState(ctx.core)),
  retryFailed: operatorProcedure("jobs.administer")
    .input(retryFailedInput)
    .mutation(({ ctx, input }) => retryFailed(ctx.core, ctx.actor, input.jobId)),
  retry: communityProcedure("jobs.manage")
    .input(jobInput)
    .mutation(({ ctx, input }) => retryJob(ctx.core, ctx.actor, input.jobId)),
});
