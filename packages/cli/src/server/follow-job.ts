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

const EVERY_MS = 500;
/** So long a server may be away while its work is followed. */
const PATIENCE_MS = 60_000;

/** Looks at a job until it is over. */
export async function followJob(server: Server, jobId: string, progress: ProgressLine): Promise<Job> {
  const { api, communityId } = server;
  try {
    for (;;) {
      const job = await patiently(() => api.jobs.get.query({ communityId, jobId }));
      if (job.status !== "waiting" && job.status !== "progress") return job;
      // Some steps count nothing.
      progress.tell(jobWords(server, job), job.done === 0 && job.total === null ? null : job.done, job.total);
      await pause(EVERY_MS);
    }
  } finally {
    progress.end();
  }
}

/** Follows a job to its end. @throws Refusal when that is no good one */
export async function demandSuccess(server: Server, jobId: string, progress: ProgressLine): Promise<void> {
  const job = await followJob(server, jobId, progress);
  if (job.status !== "success") throw new Refusal(jobWords(server, job), exitCodes.failed);
}

/** Waits for the check of an upload to be over. */
export async function checkedUpload(server: Server, uploadId: string, progress: ProgressLine): Promise<Upload> {
  const { api, communityId } = server;
  for (;;) {
    const upload = await patiently(() => api.uploads.get.query({ communityId, uploadId }));
    if (upload.status !== "received" && upload.status !== "checking") return upload;
    if (upload.jobId) await followJob(server, upload.jobId, progress);
    else await pause(EVERY_MS);
  }
}

/** Waits for a check against a model to be over. @throws Refusal when it did not run to its end */
export async function ranCheck(server: Server, checkId: string, progress: ProgressLine): Promise<Check> {
  const { api, communityId, locale } = server;
  for (;;) {
    const check = await patiently(() => api.checks.get.query({ communityId, checkId }));
    if (check.status === "ran") return check;
    if (check.status === "failed") {
      const { code, params } = check.error ?? { code: "check-stopped", params: {} };
      throw new Refusal(check.verdict?.failure ?? errorText(locale, code, params), exitCodes.failed);
    }
    if (check.jobId) await followJob(server, check.jobId, progress);
    else await pause(EVERY_MS);
  }
}

/** How a job stands, in words. */
export function jobWords({ locale }: Server, job: Job): string {
  const say = translator(locale, "commands");
  if (job.status === "waiting") return say("jobWaiting", { ahead: job.ahead ?? 0 });
  if (job.status === "failure") return say("jobFailed", { error: job.error ? errorText(locale, job.error.code, job.error.params) : "" });
  if (job.status === "aborted") return say("jobAborted");
  if (job.status === "success") return say("jobDone");
  return job.stepTitle?.[locale] ?? job.step ?? translator(locale, "admin")("jobs.starting");
}

/** A server that is away for a moment does not end what only looks at it. */
async function patiently<T>(call: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!isRetryable(error) || Date.now() > deadline) throw error;
      await pause(2 * EVERY_MS);
    }
  }
}
