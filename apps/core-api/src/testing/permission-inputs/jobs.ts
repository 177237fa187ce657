import { newJob } from "../upload-world.ts";
import { type InputOf, inCommunity } from "./input.ts";

export const jobs: Record<string, InputOf> = {
  "jobs.kinds": inCommunity,
  "jobs.list": inCommunity,
  "jobs.get": async (world) => ({ communityId: world.communityId, jobId: await newJob(world, "waiting") }),
  "jobs.cancel": async (world) => ({ communityId: world.communityId, jobId: await newJob(world, "waiting") }),
  "jobs.logs": async (world) => ({ communityId: world.communityId, jobId: await newJob(world, "waiting") }),
  "jobs.platform": () => undefined,
  "jobs.retryFailed": async (world) => ({ jobId: await newJob(world, "failure") }),
  "jobs.retry": async (world) => ({ communityId: world.communityId, jobId: await newJob(world, "failure") }),
};
