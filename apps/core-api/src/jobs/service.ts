import { type Job, type JobKind, type JobLog, jobLog, type jobLogsInput, type listJobsInput } from "@archipel/contracts/jobs.ts";
import type { Page } from "@archipel/contracts/page.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import { z } from "zod";
import type { MemberActor } from "../kernel/actor.ts";
import { audit } from "../kernel/audit.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { ATTEMPTS_A_RETRY } from "../kernel/jobs/handler.ts";
import { logJob } from "../kernel/jobs/log.ts";
import { OPEN_JOB_STATUSES } from "../kernel/jobs/open-jobs.ts";
import { jobsAhead, stateOf } from "../kernel/jobs/state.ts";
import { namesOf } from "../kernel/names.ts";
import { emit } from "../kernel/outbox.ts";
import { offsetOf, pageFrom } from "../kernel/page.ts";
import { handlerOf, handlers, wordsOf } from "./handlers.ts";
import { findJob, type JobRow, otherOpenJob, pageOfJobs, pageOfLogs } from "./queries.ts";

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

/** Cancels a waiting or running job. A running job notices within half a second and undoes its work. */
export async function cancelJob(core: Core, actor: MemberActor, jobId: string): Promise<Job> {
  const { communityId, userId: actorId } = actor;
  const row = await core.database.withTenant(actor, async (tx) => {
    const { count } = await tx.job.updateMany({
      where: { id: jobId, communityId, status: { in: OPEN_JOB_STATUSES } },
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
  // Requeue the job so that its handler can clean up, even when it was not running.
  await core.queue.enqueue(row);
  return one(core, actor, row);
}

/** Starts a failed or cancelled job again, with its original plan. */
export async function retryJob(core: Core, actor: MemberActor, jobId: string): Promise<Job> {
  const row = await core.database.withTenant(actor, (tx) => retryIn(tx, actor, jobId));
  if (row) await core.queue.enqueue(row);
  return one(core, actor, row);
}

/** The same in the caller's transaction. Enqueue the returned row after the commit. */
export async function retryIn(tx: Tx, { communityId, userId: actorId }: Pick<MemberActor, "communityId" | "userId">, jobId: string) {
  const found = await findJob(tx, communityId, jobId);
  if (!found) throw new DomainError("not-found", "job-not-found");
  const other = await otherOpenJob(tx, found);
  if (other) throw new DomainError("conflict", "job-already-running", { kind: other.kind });
  const attempts = (Math.floor(found.attempts / ATTEMPTS_A_RETRY) + 1) * ATTEMPTS_A_RETRY;
  const { count } = await tx.job.updateMany({
    where: { id: jobId, communityId, status: { in: ["failure", "aborted"] } },
    data: {
      status: "waiting",
      attempts,
      step: null,
      done: 0,
      error: Prisma.DbNull,
      spent: Prisma.DbNull,
      startedAt: null,
      finishedAt: null,
    },
  });
  if (count === 0) throw new DomainError("conflict", "job-cannot-be-retried", { status: found.status });
  await handlerOf(found.kind).resume?.(tx, { communityId, subjectId: found.subjectId, status: found.status });
  await audit(tx, { communityId, actorId, action: "job.retried", resourceType: "job", resourceId: jobId, summary: { kind: found.kind } });
  await emit(tx, "job.retried", communityId, { jobId, subjectId: found.subjectId });
  await logJob(tx, { id: jobId, communityId, attempt: attempts }, { code: "retried" });
  return findJob(tx, communityId, jobId);
}

async function one(core: Core, actor: MemberActor, row: JobRow | null): Promise<Job> {
  if (!row) throw new DomainError("not-found", "job-not-found");
  const [job] = await describe(core, actor, [row]);
  if (!job) throw new DomainError("not-found", "job-not-found");
  return job;
}

async function describe(core: Core, actor: MemberActor, rows: JobRow[]): Promise<Job[]> {
  const waiting = rows.filter((row) => row.status === "waiting").map((row) => row.id);
  // The length of the platform's queue is public; its content is not.
  const ahead = waiting.length > 0 ? await core.database.withSystem((tx) => jobsAhead(tx, waiting)) : new Map<string, number>();
  const names = await core.database.withTenant(actor, (tx) =>
    namesOf(
      tx,
      rows.map((row) => row.createdById),
    ),
  );
  return rows.map((row) => {
    const { title, steps } = wordsOf(row.kind);
    return {
      ...stateOf(row, ahead.get(row.id) ?? null),
      id: row.id,
      communityId: row.communityId,
      kind: row.kind,
      title,
      stepTitle: row.step === null ? null : (steps[row.step] ?? null),
      subjectId: row.subjectId,
      subject: row.subject,
      datasetId: row.datasetId,
      uploadId: row.uploadId,
      createdByName: names.get(row.createdById) ?? "",
      createdAt: row.createdAt,
      startedAt: row.startedAt,
      finishedAt: row.finishedAt,
    };
  });
}

/** All kinds of jobs, for the filter of a list. */
export function listKinds(): JobKind[] {
  return handlers.map(({ kind, title }) => ({ kind, title }));
}

/** The log of a job, latest line first. */
export function listLogs(core: Core, actor: MemberActor, input: z.infer<typeof jobLogsInput>): Promise<Page<JobLog>> {
  const offset = offsetOf(input.cursor);
  return core.database.withTenant(actor, async (tx) => {
    const job = await findJob(tx, actor.communityId, input.jobId);
    if (!job) throw new DomainError("not-found", "job-not-found");
    const { steps } = wordsOf(job.kind);
    const { items, total } = await pageOfLogs(tx, actor.communityId, input.jobId, { offset, limit: input.limit });
    const logs = items.map((row) => {
      const line = { ...row, id: String(row.id), attempt: row.attempt % ATTEMPTS_A_RETRY };
      const { params } = logParams.parse(row);
      return jobLog.parse({ ...line, stepTitle: params.step === undefined ? null : (steps[params.step] ?? null) });
    });
    return pageFrom(logs, total, offset);
  });
}

const logParams = z.object({ params: z.object({ step: z.string().optional() }) });
