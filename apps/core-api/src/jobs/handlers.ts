import type { Core } from "../kernel/core.ts";
import type { JobHandler, JobKind } from "../kernel/job.ts";
import { checkDeliveryJob } from "../modules/deliveries/checks/run/job.ts";
import { checkUploadJob } from "../modules/deliveries/uploads/inspect/job.ts";
import { publishUploadJob } from "../modules/deliveries/uploads/publish/job.ts";
import { readImportJob } from "../modules/imports/reading/job.ts";
import { refreshLayerJob } from "../modules/layers/refresh/job.ts";
import { runProcessingJob } from "../modules/processing/running/job.ts";
import { applyUpdateJob } from "../modules/updates/applying/job.ts";
import { compareUpdateJob } from "../modules/updates/comparing/job.ts";

/** Every kind of job, and who does it. */
export const handlers: Record<JobKind, JobHandler<Core>> = {
  "check-upload": checkUploadJob,
  "publish-upload": publishUploadJob,
  "refresh-layer": refreshLayerJob,
  "read-import": readImportJob,
  "compare-update": compareUpdateJob,
  "apply-update": applyUpdateJob,
  "check-delivery": checkDeliveryJob,
  "run-processing": runProcessingJob,
};
