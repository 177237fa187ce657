import { setTimeout as pause } from "node:timers/promises";
import { isRetryable } from "@archipel/api-client/errors.ts";
import type { Check } from "@archipel/contracts/checks.ts";
import type { Job } from "@archipel/contracts/jobs.ts";
import type { Upload } from "@archipel/contracts/uploads.ts";
import { errorText, translator } from "@archipel/i18n/translator.ts";
import { exitCodes } from "../exit-codes.ts";
import type { ProgressLine } from "../progress.ts";
import type { Server } from "./connect.ts";
import { Refusal } from "./refusal.ts";

const POLL_MS = 500;
/** How long the server may be unreachable while a job is followed. */
const RETRY_FOR_MS = 60_000;

/** Polls a job until it ends, and shows its progress. */
export async function followJob(server: Server, jobId: string, progress: ProgressLine): Promise<Job> {
  const { api, communityId } = server;
  try {
    for (;;) {
      const job = await retryUnreachable(() => api.jobs.get.query({ communityId, jobId }));
      if (job.status !== "waiting" && job.status !== "progress") return job;
      // A step that counts nothing has 0 done and no total.
      progress.update(jobText(server, job), job.done === 0 && job.total === null ? null : job.done, job.total);
      await pause(POLL_MS);
    }
  } finally {
    progress.end();
  }
}

/** Follows a job to its end. @throws Refusal when it did not succeed */
export async function awaitSuccess(server: Server, jobId: string, progress: ProgressLine): Promise<void> {
  const job = await followJob(server, jobId, progress);
  if (job.status !== "success") throw new Refusal(jobText(server, job), exitCodes.failed);
}

/** Waits until the check of an upload has ended. */
export async function awaitUpload(server: Server, uploadId: string, progress: ProgressLine): Promise<Upload> {
  const { api, communityId } = server;
  for (;;) {
    const upload = await retryUnreachable(() => api.uploads.get.query({ communityId, uploadId }));
    if (upload.status !== "received" && upload.status !== "checking") return upload;
    if (upload.jobId) await followJob(server, upload.jobId, progress);
    else await pause(POLL_MS);
  }
}

/** Waits until a check against a model has ended. @throws Refusal when it did not run to its end */
export async function awaitCheck(server: Server, checkId: string, progress: ProgressLine): Promise<Check> {
  const { api, communityId, locale } = server;
  for (;;) {
    const check = await retryUnreachable(() => api.checks.get.query({ communityId, checkId }));
    if (check.status === "ran") return check;
    if (check.status === "failed") {
      const { code, params } = check.error ?? { code: "check-stopped", params: {} };
      throw new Refusal(check.verdict?.failure ?? errorText(locale, code, params), exitCodes.failed);
    }
    if (check.jobId) await followJob(server, check.jobId, progress);
    else await pause(POLL_MS);
  }
}

/** The status of a job as a message. */
export function jobText({ locale }: Server, job: Job): string {
  const say = translator(locale, "commands");
  if (job.status === "waiting") return say("jobWaiting", { ahead: job.ahead ?? 0 });
  if (job.status === "failure") return say("jobFailed", { error: job.error ? errorText(locale, job.error.code, job.error.params) : "" });
  if (job.status === "aborted") return say("jobAborted");
  if (job.status === "success") return say("jobDone");
  return job.stepTitle?.[locale] ?? job.step ?? translator(locale, "admin")("jobs.starting");
}

/** Retries a call while the server is unreachable: a short outage must not end a command that only follows a job. */
async function retryUnreachable<T>(call: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + RETRY_FOR_MS;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!isRetryable(error) || Date.now() > deadline) throw error;
      await pause(2 * POLL_MS);
    }
  }
}
