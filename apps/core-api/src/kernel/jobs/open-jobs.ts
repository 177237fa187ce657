import type { Job } from "@archipel/contracts/jobs.ts";

/** The statuses of a job that has not ended: it waits or runs. */
export const OPEN_JOB_STATUSES: Job["status"][] = ["waiting", "progress"];

/** Whether a job waits or runs; false without a job. */
export function isOpenJob(status: string | null | undefined): boolean {
  return OPEN_JOB_STATUSES.some((open) => open === status);
}
