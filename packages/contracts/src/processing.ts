import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { pageInput } from "./page.ts";
import { failure } from "./uploads.ts";

export const jobKind = z.enum(["check-upload", "publish-upload", "refresh-layer", "read-import", "compare-update", "apply-update"]);
export const jobStatus = z.enum(["waiting", "progress", "success", "failure", "aborted"]);

export const job = z.object({
  id,
  communityId,
  kind: jobKind,
  subjectId: id,
  status: jobStatus,
  /** Message key of what happens now, `jobs.step.<step>`. */
  step: z.string().nullable(),
  done: z.int(),
  total: z.int().nullable(),
  /** Jobs ahead of it while it waits. */
  ahead: z.int().nullable(),
  error: failure.nullable(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
});
export type Job = z.infer<typeof job>;

export const jobInput = z.object({ communityId, jobId: id });
export const listJobsInput = z.object({ communityId, subjectId: id.optional(), ...pageInput });
