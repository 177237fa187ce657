import type { Core } from "../kernel/core.ts";
import { checkUploadJob } from "../modules/uploads/check/job.ts";
import { publishUploadJob } from "../modules/uploads/publish/job.ts";
import type { JobHandler, JobKind } from "./job-run.ts";

/** Every kind of job, and who does it. */
export const handlers: Record<JobKind, JobHandler<Core>> = {
  "check-upload": checkUploadJob,
  "publish-upload": publishUploadJob,
};
