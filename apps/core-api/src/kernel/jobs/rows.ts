import { randomUUID } from "node:crypto";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { MemberActor } from "../actor.ts";
import { DomainError } from "../domain-error.ts";
import { OPEN_JOB_STATUSES } from "./open-jobs.ts";

/** The rows of jobs as modules use them: start a job, delete subjects, read the latest job. Only the runner changes their state. */

export interface WantedJob {
  kind: string;
  subjectId: string;
  /** Name of the subject: a file name, a title. It is stored in the row, so that a list of jobs reads no other table. */
  subject: string;
  datasetId?: string | null;
  uploadId?: string | null;
  /** The plan that the handler follows. */
  input?: Prisma.InputJsonObject;
  /** Whether the job may wait behind another one of the same subject. */
  mayQueue?: boolean;
}

export interface StartedJob {
  id: string;
  kind: string;
  communityId: string;
  turn: number;
}

/**
 * Inserts a job's row in the caller's transaction. The caller enqueues the result after the commit; if the process dies in between, the
 * runner finds the row.
 *
 * @throws DomainError when another job of the subject is open, unless this one `mayQueue`
 */
export async function startJob(tx: Tx, actor: Pick<MemberActor, "communityId" | "userId">, wanted: WantedJob): Promise<StartedJob> {
  const { communityId, userId } = actor;
  const { kind, subjectId, subject, datasetId = null, uploadId = null, input = {}, mayQueue = false } = wanted;
  const busy = mayQueue ? null : await tx.job.findFirst({ where: { communityId, subjectId, status: { in: OPEN_JOB_STATUSES } } });
  if (busy) throw new DomainError("conflict", "job-already-running", { kind: busy.kind });
  const data = { communityId, kind, subjectId, subject, datasetId, uploadId, input, createdById: userId };
  const { id, turn } = await tx.job.create({ data });
  return { id, kind, communityId, turn };
}

/**
 * Inserts the row of a job that an event starts, in the event's transaction, unless one for this subject waits: it will do the same work.
 *
 * @returns the job to enqueue after the commit; null when one waits
 */
export async function startJobIn(
  sql: SqlSession,
  by: { communityId: CommunityId; userId: string },
  { kind, subjectId, subject, datasetId = null, input = {} }: WantedJob,
): Promise<StartedJob | null> {
  const [row] = await sql.query<{ id: string; turn: number }>(
    `INSERT INTO jobs (id, community_id, kind, subject_id, subject, dataset_id, input, created_by_id)
     SELECT $1::uuid, $2::uuid, $3, $4::uuid, $5, $6::uuid, $7::jsonb, $8::uuid
     WHERE NOT EXISTS (SELECT FROM jobs j WHERE j.community_id = $2::uuid AND j.subject_id = $4::uuid AND j.kind = $3 AND j.status = 'waiting')
     RETURNING id, turn`,
    [timedId(), by.communityId, kind, subjectId, subject, datasetId, JSON.stringify(input), by.userId],
  );
  return row ? { id: row.id, kind, communityId: by.communityId, turn: row.turn } : null;
}

/** A UUID of version 7, as Prisma makes them: ids of jobs are in the order of their time. */
function timedId(): string {
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/**
 * Call when these subjects are deleted: aborts their open jobs (a running one notices at its next step), and removes the subject from their
 * rows, so that no list links to it.
 */
export async function forgetSubjects(tx: Tx, communityId: CommunityId, subjectIds: string[]): Promise<void> {
  if (subjectIds.length === 0) return;
  const ofThem = { communityId, subjectId: { in: subjectIds } };
  await tx.job.updateMany({ where: { ...ofThem, status: { in: OPEN_JOB_STATUSES } }, data: { status: "aborted", finishedAt: new Date() } });
  await tx.job.updateMany({ where: ofThem, data: { subject: null } });
}

/** The latest job of a subject, as other modules show it. */
export interface LatestJob {
  id: string;
  kind: string;
  status: string;
  error: Prisma.JsonValue;
}

/** The latest job of each subject, of one kind or of any. */
export async function latestJobs(
  tx: Tx,
  communityId: CommunityId,
  subjectIds: string[],
  filter: { kind?: string; isOpen?: true } = {},
): Promise<Map<string, LatestJob>> {
  const jobs = await tx.job.findMany({
    where: {
      communityId,
      subjectId: { in: subjectIds },
      ...(filter.kind && { kind: filter.kind }),
      ...(filter.isOpen && { status: { in: OPEN_JOB_STATUSES } }),
    },
    select: { id: true, subjectId: true, kind: true, status: true, error: true },
    orderBy: { id: "asc" },
  });
  return new Map(jobs.map(({ subjectId, ...job }) => [subjectId, job]));
}

/** The current plan in a job's row; an attempt that died may have changed it. */
export async function inputOfJob(tx: Tx, jobId: string): Promise<Prisma.JsonValue | undefined> {
  return (await tx.job.findUnique({ where: { id: jobId }, select: { input: true } }))?.input;
}

/** SQL of the latest job of a subject, for `LATERAL` or a sub-select in a module's own query. `subject` is a column such as `u.id`. */
export function latestJobSql(subject: "u.id" | "i.id"): string {
  return `SELECT j.id, j.kind, j.status, j.error FROM jobs j WHERE j.subject_id = ${subject} ORDER BY j.id DESC LIMIT 1`;
}
