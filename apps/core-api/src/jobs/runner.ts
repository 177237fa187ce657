import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import { UnreadableError } from "@archipel/gdal/model.ts";
import { startJobAttempt } from "@archipel/observability/metrics.ts";
import { inSpan } from "@archipel/observability/tracing.ts";
import type { Spent } from "@archipel/sandbox/budget.ts";
import { z } from "zod";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { afterOutage } from "../kernel/jobs/after-outage.ts";
import { budgetFailure, budgetOf, withinBudget } from "../kernel/jobs/budget.ts";
import { ATTEMPTS_A_RETRY, type ClaimedJob, JobFailedError, JobStoppedError, type LogLine } from "../kernel/jobs/handler.ts";
import { logJob } from "../kernel/jobs/log.ts";
import { OPEN_JOB_STATUSES } from "../kernel/jobs/open-jobs.ts";
import { isDatabaseAway, isDiskFull } from "../kernel/refusal.ts";
import { handlerOf } from "./handlers.ts";
import { createJobRun } from "./job-run.ts";
import { keepSpent } from "./keep-spent.ts";
import { startReaders } from "./outbox/run-readers.ts";
import { type QueuedJob, type RunningQueue, requeueOpenJobs } from "./queue.ts";
import { startSchedule } from "./schedule.ts";

export interface Runner {
  stop(): Promise<void>;
}

/** A job started this often probably kills its process: it is not started again. A person's retry allows another five. */
const MAX_ATTEMPTS = 5;
const attemptOf = (job: ClaimedJob) => job.attempt % ATTEMPTS_A_RETRY;
/** Unexpected errors may be temporary: the job is tried again, this many times. */
const MAX_UNFORESEEN = 3;

/** Places for jobs in a process. The embedded database serves one caller at a time anyway. */
const PLACES = { server: 3, embedded: 2 };

/** Starts to take jobs in this process. Jobs of one community leave a place free: the next job of another one begins at once. */
export async function startRunner(core: Core, queue: RunningQueue): Promise<Runner> {
  await queue.releaseOrphans();
  await requeueOpenJobs(core);
  const all = core.env.JOBS_AT_ONCE ?? PLACES[core.database.kind];
  await queue.work({ all, ofCommunity: all - 1 }, (queued, signal) => runJob(core, queued, signal));
  const schedule = startSchedule(core);
  const readers = await startReaders(core);
  core.log.info("runner started");
  return {
    async stop() {
      await readers.stop();
      await schedule.stop();
      await queue.stop();
    },
  };
}

async function runJob(platform: Core, queued: QueuedJob, signal: AbortSignal): Promise<void> {
  const claimed = await claim(platform, queued);
  if (!claimed) return;
  const { job, spent } = claimed;
  const core = coreForKey(job, platform);
  const handler = handlerOf(job.kind);
  const log = core.log.child({ job: job.id, kind: job.kind, attempt: job.attempt });
  const ends = startJobAttempt(job.kind);
  if (attemptOf(job) > MAX_ATTEMPTS) {
    ends("failure");
    return fail(core, job, "job-keeps-failing", {});
  }
  const budget = budgetOf(core.env, handler.budgetShare, spent);
  const keeping = keepSpent(core, job, budget);
  const writeLog = (line: LogLine) => core.database.withWorker(job.communityId, (tx) => logJob(tx, job, line));
  try {
    log.info("job starts");
    await writeLog({ code: attemptOf(job) > 1 ? "taken-over" : "started", params: { attempt: attemptOf(job) } });
    const attributes = { "archipel.job": job.id, "archipel.attempt": job.attempt };
    const run = createJobRun(core.database, log, job, { steps: handler.steps, signal, budget });
    await inSpan(`job ${job.kind}`, attributes, () => withinBudget(budget, () => handler.run(core, run)));
    ends("success");
    log.info("job done");
  } catch (error) {
    await keeping.store();
    // The process stops: the queue gives the job to another one.
    if (signal.aborted) {
      ends("interrupted");
      throw error;
    }
    if (error instanceof JobStoppedError) {
      ends("cancelled");
      return stopped(core, job);
    }
    // It says nothing about the job, which is not failed by it however often it happens.
    if (!budget.breach && isDatabaseAway(error)) {
      ends("interrupted");
      // The time of the outage is not the job's.
      await keeping.end();
      await afterOutage(signal, () => giveAttemptsBack(core, job));
      throw error;
    }
    // When its budget is over, a job also fails by what followed from that: a statement that was cancelled, a child that was killed.
    const known = budget.breach ? budgetFailure(budget.breach, claimed.subject) : knownFailure(error);
    const isTriedAgain = !known && attemptOf(job) < MAX_UNFORESEEN;
    ends(isTriedAgain ? "retry" : "failure");
    if (known) return fail(core, job, known.code, known.params);
    log.error({ err: error }, "job failed");
    if (isTriedAgain) {
      await writeLog({ code: "will-try-again", level: "warning" });
      throw error;
    }
    await fail(core, job, isDiskFull(error) ? "disk-full" : "internal", {});
  } finally {
    await keeping.end();
  }
}

/** For a job started with a key, audit entries of its handler name that key. */
function coreForKey({ keyId }: ClaimedJob, core: Core): Core {
  return keyId === null ? core : { ...core, database: core.database.forKey(keyId) };
}

interface Claim {
  job: ClaimedJob;
  /** What earlier attempts used; undefined before the first report of one. */
  spent: Spent | undefined;
  subject: string;
}

const storedSpent = z.object({ children: z.number(), cpuSeconds: z.number(), seconds: z.number() });

/** Takes a job for this attempt. Null when it was cancelled while it waited: then only leftovers of earlier attempts are cleaned up. */
async function claim(core: Core, queued: QueuedJob): Promise<Claim | null> {
  const communityId = provenCommunityId(queued.communityId);
  const row = await core.database.withWorker(communityId, async (tx) => {
    const { count } = await tx.job.updateMany({
      where: { id: queued.id, communityId, status: { in: OPEN_JOB_STATUSES } },
      data: { status: "progress", attempts: { increment: 1 } },
    });
    const found = await tx.job.findUnique({ where: { id: queued.id, communityId } });
    if (count === 1 && !found?.startedAt) await tx.job.update({ where: { id: queued.id }, data: { startedAt: new Date() } });
    return found;
  });
  if (!row) return null;
  const { id, subjectId, createdById, keyId, input } = row;
  const job = { id, kind: row.kind, communityId, subjectId, createdById, keyId, input, attempt: row.attempts };
  if (row.status === "progress") return { job, spent: storedSpent.optional().parse(row.spent ?? undefined), subject: row.subject ?? "" };
  if (row.status === "aborted") await undo(coreForKey(job, core), job);
  return null;
}

/** Lets the next attempt count as the first. As after a retry by a person, no two runs get the same number. */
async function giveAttemptsBack(core: Core, job: ClaimedJob): Promise<void> {
  const { id, communityId, attempt } = job;
  const attempts = (Math.floor(attempt / ATTEMPTS_A_RETRY) + 1) * ATTEMPTS_A_RETRY;
  await core.database.withWorker(communityId, async (tx) => {
    const { count } = await tx.job.updateMany({ where: { id, communityId, attempts: attempt, status: "progress" }, data: { attempts } });
    if (count === 1) await logJob(tx, job, { code: "database-away", level: "warning" });
  });
}

/** A cancelled job is undone. A job taken over by another run is left to that run. */
async function stopped(core: Core, job: ClaimedJob): Promise<void> {
  const row = await core.database.withWorker(job.communityId, (tx) => tx.job.findUnique({ where: { id: job.id } }));
  if (row?.status !== "aborted") return;
  await undo(core, { ...job, input: row.input });
  await core.database.withWorker(job.communityId, (tx) => logJob(tx, job, { code: "taken-back" }));
}

/** @param job with its input as it is stored now: this attempt may have remembered more than it began with */
async function undo(core: Core, job: ClaimedJob): Promise<void> {
  const handler = handlerOf(job.kind);
  await handler.undo(core, job);
  const { id, communityId } = job;
  const input = handler.forget?.(job.input);
  if (input) await core.database.withWorker(communityId, (tx) => tx.job.updateMany({ where: { id, communityId }, data: { input } }));
}

function knownFailure(error: unknown): { code: string; params: Record<string, string | number> } | null {
  if (error instanceof JobFailedError || error instanceof DomainError) return { code: error.code, params: error.params };
  if (error instanceof UnreadableError) return { code: `file-unreadable-${error.reason}`, params: { detail: error.detail.slice(0, 300) } };
  return null;
}

async function fail(core: Core, job: ClaimedJob, code: string, params: Record<string, string | number>): Promise<void> {
  // Names of files and values of cells can name people: only figures are logged.
  const figures = Object.fromEntries(Object.entries(params).filter(([, value]) => typeof value === "number"));
  core.log.warn({ job: job.id, kind: job.kind, failure: code, params: figures }, "job ends in failure");
  const row = await core.database.withWorker(job.communityId, (tx) =>
    tx.job.findUnique({ where: { id: job.id }, select: { input: true } }),
  );
  await undo(core, { ...job, input: row?.input ?? job.input });
  await core.database.withWorker(job.communityId, async (tx) => {
    const { count } = await tx.job.updateMany({
      where: { id: job.id, communityId: job.communityId, attempts: job.attempt, status: "progress" },
      data: { status: "failure", error: { code, params } satisfies Prisma.InputJsonObject, finishedAt: new Date() },
    });
    if (count === 1) await logJob(tx, job, { code: "failed", level: "error", params: { ...params, error: code } });
  });
}
