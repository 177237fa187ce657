import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { pageInput } from "./page.ts";
import { words } from "./processing.ts";
import { failure } from "./uploads.ts";

export const jobStatus = z.enum(["waiting", "progress", "success", "failure", "aborted"]);

export const job = z.object({
  id,
  communityId,
  /** Names the handler of the job, for example `check-upload`. */
  kind: z.string(),
  /** Title of the kind. */
  title: words,
  subjectId: id,
  /** What the job works on, by the name that people know: a file, a layer, a processing. Null when that was deleted. */
  subject: z.string().nullable(),
  /** The dataset of that object, if any. */
  datasetId: id.nullable(),
  /** The upload of that object, also for one of its checks. */
  uploadId: id.nullable(),
  /** Empty for callers who may not know it. */
  createdByName: z.string(),
  status: jobStatus,
  /** The current step; null before the job starts and after it ends. */
  step: z.string().nullable(),
  stepTitle: words.nullable(),
  done: z.int(),
  total: z.int().nullable(),
  /** Waiting jobs of all communities that come before it. Communities take turns, so later jobs may still overtake it. */
  ahead: z.int().nullable(),
  error: failure.nullable(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
});
export type Job = z.infer<typeof job>;

/** A kind of job, for filters of a list. */
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
  /** Increases with time. */
  id: z.string(),
  /** Number of the start of the job that wrote this line; a person's retry counts from one again. */
  attempt: z.int(),
  level: z.enum(["info", "warning", "error"]),
  /** The sentence is `admin.jobs.log.<code>`; for `failed`, the parameter `error` names a second one, `errors.<error>`. */
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Only for the line `step`. */
  stepTitle: words.nullable(),
  at: z.date(),
});
export type JobLog = z.infer<typeof jobLog>;
export const jobLogsInput = z.object({ communityId, jobId: id, ...pageInput });
