import type { Core } from "../kernel/core.ts";
import type { JobHandler } from "../kernel/jobs/handler.ts";
import { compareTilesJob } from "../modules/clouds/comparing/running/job.ts";
import { correctPointsJob } from "../modules/clouds/correcting/job.ts";
import { exportCommunityJob } from "../modules/communities/exports/writing/job.ts";
import { placeAddressesJob } from "../modules/deliveries/addresses/placing/job.ts";
import { checkDeliveryJob } from "../modules/deliveries/checks/run/job.ts";
import { checkUploadJob } from "../modules/deliveries/uploads/inspect/job.ts";
import { publishUploadJob } from "../modules/deliveries/uploads/publish/job.ts";
import { makeModelJob } from "../modules/elevation/models/making/job.ts";
import { readImportJob } from "../modules/imports/reading/job.ts";
import { refreshLayerJob } from "../modules/layers/refresh/job.ts";
import { runProcessingJob } from "../modules/processing/running/job.ts";
import { applyUpdateJob } from "../modules/updates/applying/job.ts";
import { compareUpdateJob } from "../modules/updates/comparing/job.ts";

/** Every kind of job. */
export const handlers: readonly JobHandler<Core>[] = [
  checkUploadJob,
  publishUploadJob,
  refreshLayerJob,
  readImportJob,
  compareUpdateJob,
  applyUpdateJob,
  checkDeliveryJob,
  runProcessingJob,
  exportCommunityJob,
  correctPointsJob,
  compareTilesJob,
  makeModelJob,
  placeAddressesJob,
];

/** @throws for an unknown kind: a newer version stored the job, and it waits in the queue for a process that knows the kind */
export function handlerOf(kind: string): JobHandler<Core> {
  const handler = handlers.find((one) => one.kind === kind);
  if (!handler) throw new Error(`no handler does jobs of kind ${kind}`);
  return handler;
}

/** Title and steps of a kind; its stored name when no handler knows it. */
export function wordsOf(kind: string): Pick<JobHandler<Core>, "title" | "steps"> {
  return handlers.find((one) => one.kind === kind) ?? { title: { fr: kind, en: kind }, steps: {} };
}
