import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { pageInput } from "./page.ts";
import { words } from "./processings.ts";
import { failure } from "./uploads.ts";

export const jobStatus = z.enum(["waiting", "progress", "success", "failure", "aborted"]);

export const job = z.object({
  id,
  communityId,
  /** Names the handler that does it, such as `check-upload`. */
  kind: z.string(),
  /** The kind in words. */
  title: words,
  subjectId: id,
  /** What the job is about, as people know it: the name of a file, a layer, a processing. Null when it is gone. */
  subject: z.string().nullable(),
  /** The dataset that it is about, when there is one. */
  datasetId: id.nullable(),
  /** The upload that it is about, also by one of its checks. */
  uploadId: id.nullable(),
  /** Empty for who may not know. */
  createdByName: z.string(),
  status: jobStatus,
  /** What happens now; null before it starts and after it ends. */
  step: z.string().nullable(),
  stepTitle: words.nullable(),
  done: z.int(),
  total: z.int().nullable(),
  /** Jobs ahead of it while it waits, of all communities: they take turns. Jobs that come later may still come before it. */
  ahead: z.int().nullable(),
  error: failure.nullable(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
});
export type Job = z.infer<typeof job>;

/** A kind of job, for those who filter a list. */
export const jobKind = z.object({ kind: z.string(), title: words });
export type JobKind = z.infer<typeof jobKind>;

export const jobInput = z.object({ communityId, jobId: id });
export const listJobsInput = z.object({
  communityId,
  subjectId: id.optional(),
  status: jobStatus.optional(),
  kind: z.string().max(40).optional(),
  ...pageInput,
});

export const jobLog = z.object({
  /** Grows with time. */
  id: z.string(),
  /** Which start of the job told it; a person's retry counts from one again. */
  attempt: z.int(),
  level: z.enum(["info", "warning", "error"]),
  /** The sentence is `admin.jobs.log.<code>`; of `failed`, the param `error` names another one, `errors.<error>`. */
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Of the line `step`. */
  stepTitle: words.nullable(),
  at: z.date(),
});
export type JobLog = z.infer<typeof jobLog>;
export const jobLogsInput = z.object({ communityId, jobId: id, ...pageInput });
