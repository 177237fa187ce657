import type { Page } from "@archipel/contracts/page.ts";
import {
  type Job,
  type JobLog,
  jobKind,
  jobLog,
  type jobLogsInput,
  jobStatus,
  type listJobsInput,
} from "@archipel/contracts/processing.ts";
import { failure } from "@archipel/contracts/uploads.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import type { z } from "zod";
import type { MemberActor } from "../../kernel/actor.ts";
import { audit } from "../../kernel/audit.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { ATTEMPTS_A_RETRY, type JobKind } from "../../kernel/job.ts";
import { emit } from "../../kernel/outbox.ts";
import { offsetOf, pageFrom } from "../../kernel/page.ts";
import { logJob } from "./logs/write.ts";
import { aboutJobs, findJob, type JobRow, jobsAhead, pageOfJobs, pageOfLogs } from "./queries.ts";

/**
 * Writes down a job in the transaction of the verb that wants it. The caller enqueues what this gives once that transaction is
 * committed; should it die before, the runner finds the row by itself. A subject has one job at a time, unless one `mayQueue`.
 */
export async function startJob(
  tx: Tx,
  actor: MemberActor,
  wanted: { kind: JobKind; subjectId: string; input?: Prisma.InputJsonObject; mayQueue?: boolean },
): Promise<{ id: string; kind: JobKind; communityId: string; turn: number }> {
  const { communityId, userId } = actor;
  const busy = wanted.mayQueue
    ? null
    : await tx.job.findFirst({ where: { communityId, subjectId: wanted.subjectId, status: { in: ["waiting", "progress"] } } });
  if (busy) throw new DomainError("conflict", "job-already-running", { kind: busy.kind });
  const { id, turn } = await tx.job.create({
    data: { communityId, kind: wanted.kind, subjectId: wanted.subjectId, input: wanted.input ?? {}, createdById: userId },
  });
  return { id, kind: wanted.kind, communityId, turn };
}

export async function listJobs(core: Core, actor: MemberActor, input: z.infer<typeof listJobsInput>): Promise<Page<Job>> {
  const offset = offsetOf(input.cursor);
  const { items, total } = await core.database.withTenant(actor, (tx) =>
    pageOfJobs(tx, actor.communityId, input, { offset, limit: input.limit }),
  );
  return pageFrom(await describe(core, actor, items), total, offset);
}

export async function getJob(core: Core, actor: MemberActor, jobId: string): Promise<Job> {
  const row = await core.database.withTenant(actor, (tx) => findJob(tx, actor.communityId, jobId));
  return one(core, actor, row);
}

/** Stops a job that waits or runs. A running one notices within half a second, and takes back what it did. */
export async function cancelJob(core: Core, actor: MemberActor, jobId: string): Promise<Job> {
  const { communityId, userId: actorId } = actor;
  const row = await core.database.withTenant(actor, async (tx) => {
    const { count } = await tx.job.updateMany({
      where: { id: jobId, communityId, status: { in: ["waiting", "progress"] } },
      data: { status: "aborted", finishedAt: new Date() },
    });
    const found = await findJob(tx, communityId, jobId);
    if (!found) throw new DomainError("not-found", "job-not-found");
    if (count === 0) throw new DomainError("conflict", "job-is-over", { status: found.status });
    await audit(tx, {
      communityId,
      actorId,
      action: "job.cancelled",
      resourceType: "job",
      resourceId: jobId,
      summary: { kind: found.kind },
    });
    await emit(tx, "job.cancelled", communityId, { jobId, subjectId: found.subjectId });
    await logJob(tx, { id: jobId, communityId, attempt: found.attempts }, { code: "cancelled", level: "warning" });
    return found;
  });
  // The queue must meet the job once more, so that its traces are taken away even when it was not running.
  await core.queue.enqueue(row);
  return one(core, actor, row);
}

/** Starts a job that failed or was cancelled once more, with the plan that it had. */
export async function retryJob(core: Core, actor: MemberActor, jobId: string): Promise<Job> {
  const { communityId, userId: actorId } = actor;
  const row = await core.database.withTenant(actor, async (tx) => {
    const found = await findJob(tx, communityId, jobId);
    if (!found) throw new DomainError("not-found", "job-not-found");
    const other = await tx.job.findFirst({
      where: { communityId, subjectId: found.subjectId, id: { not: jobId }, status: { in: ["waiting", "progress"] } },
    });
    if (other) throw new DomainError("conflict", "job-already-running", { kind: other.kind });
    const attempts = (Math.floor(found.attempts / ATTEMPTS_A_RETRY) + 1) * ATTEMPTS_A_RETRY;
    const { count } = await tx.job.updateMany({
      where: { id: jobId, communityId, status: { in: ["failure", "aborted"] } },
      data: { status: "waiting", attempts, step: null, done: 0, error: Prisma.DbNull, startedAt: null, finishedAt: null },
    });
    if (count === 0) throw new DomainError("conflict", "job-cannot-be-retried", { status: found.status });
    if (found.kind === "check-upload" || found.kind === "publish-upload") await resumeUpload(tx, found);
    await audit(tx, { communityId, actorId, action: "job.retried", resourceType: "job", resourceId: jobId, summary: { kind: found.kind } });
    await emit(tx, "job.retried", communityId, { jobId, subjectId: found.subjectId });
    await logJob(tx, { id: jobId, communityId, attempt: attempts }, { code: "retried" });
    return findJob(tx, communityId, jobId);
  });
  if (row) await core.queue.enqueue(row);
  return one(core, actor, row);
}

/** The upload goes back to where its job had it. */
async function resumeUpload(tx: Tx, job: JobRow): Promise<void> {
  const resumed = job.kind === "publish-upload" ? "publishing" : "checking";
  const { count } = await tx.upload.updateMany({
    where: { id: job.subjectId, communityId: job.communityId, status: { in: ["checked", "failed", "received"] } },
    data: { status: resumed, error: Prisma.DbNull },
  });
  if (count === 0) throw new DomainError("conflict", "job-cannot-be-retried", { status: job.status });
}

async function one(core: Core, actor: MemberActor, row: JobRow | null): Promise<Job> {
  if (!row) throw new DomainError("not-found", "job-not-found");
  const [job] = await describe(core, actor, [row]);
  if (!job) throw new DomainError("not-found", "job-not-found");
  return job;
}

async function describe(core: Core, actor: MemberActor, rows: JobRow[]): Promise<Job[]> {
  const waiting = rows.filter((row) => row.status === "waiting").map((row) => row.id);
  // The queue is the platform's: its length is no secret, what stands in it is.
  const ahead = waiting.length > 0 ? await core.database.withSystem((tx) => jobsAhead(tx, waiting)) : new Map<string, number>();
  const about = await core.database.withTenant(actor, (tx) =>
    aboutJobs(
      tx,
      actor.communityId,
      rows.map((row) => row.id),
    ),
  );
  return rows.map((row) => ({
    id: row.id,
    communityId: row.communityId,
    kind: jobKind.parse(row.kind),
    subjectId: row.subjectId,
    subject: about.get(row.id)?.subject ?? null,
    datasetId: about.get(row.id)?.datasetId ?? null,
    uploadId: about.get(row.id)?.uploadId ?? null,
    createdByName: about.get(row.id)?.createdByName ?? "",
    status: jobStatus.parse(row.status),
    step: row.step,
    done: Number(row.done),
    total: row.total === null ? null : Number(row.total),
    ahead: ahead.get(row.id) ?? null,
    error: row.error === null ? null : failure.parse(row.error),
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  }));
}

/** What a job told of itself, latest first. */
export function listLogs(core: Core, actor: MemberActor, input: z.infer<typeof jobLogsInput>): Promise<Page<JobLog>> {
  const offset = offsetOf(input.cursor);
  return core.database.withTenant(actor, async (tx) => {
    if (!(await findJob(tx, actor.communityId, input.jobId))) throw new DomainError("not-found", "job-not-found");
    const { items, total } = await pageOfLogs(tx, actor.communityId, input.jobId, { offset, limit: input.limit });
    const logs = items.map((row) => jobLog.parse({ ...row, id: String(row.id), attempt: row.attempt % ATTEMPTS_A_RETRY }));
    return pageFrom(logs, total, offset);
  });
}
