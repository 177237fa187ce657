import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import { OPEN_JOB_STATUSES } from "../kernel/jobs/open-jobs.ts";

export type JobRow = Prisma.JobGetPayload<object>;

export function findJob(tx: Tx, communityId: CommunityId, jobId: string): Promise<JobRow | null> {
  return tx.job.findUnique({ where: { id: jobId, communityId } });
}

export async function pageOfJobs(
  tx: Tx,
  communityId: CommunityId,
  filter: { subjectId?: string | undefined; status?: string | undefined; kind?: string | undefined },
  page: { offset: number; limit: number },
) {
  const { subjectId, status, kind } = filter;
  const where = { communityId, ...(subjectId && { subjectId }), ...(status && { status }), ...(kind && { kind }) };
  const items = await tx.job.findMany({ where, orderBy: { id: "desc" }, skip: page.offset, take: page.limit });
  return { items, total: await tx.job.count({ where }) };
}

export async function pageOfLogs(tx: Tx, communityId: CommunityId, jobId: string, page: { offset: number; limit: number }) {
  const where = { communityId, jobId };
  const items = await tx.jobLog.findMany({ where, orderBy: { id: "desc" }, skip: page.offset, take: page.limit });
  return { items, total: await tx.jobLog.count({ where }) };
}

/** Another open job of the same subject. A retry must wait until it has ended. */
export function otherOpenJob(tx: Tx, { id, communityId, subjectId }: JobRow): Promise<JobRow | null> {
  return tx.job.findFirst({ where: { communityId, subjectId, id: { not: id }, status: { in: OPEN_JOB_STATUSES } } });
}

/** A failed job, or (null) those that failed within the last day, the latest first. */
export function failedJobs(tx: Tx, jobId: string | null, limit: number): Promise<{ id: string; communityId: string }[]> {
  const when = jobId === null ? { finishedAt: { gt: new Date(Date.now() - 86_400_000) } } : { id: jobId };
  return tx.job.findMany({
    where: { status: "failure", ...when },
    select: { id: true, communityId: true },
    orderBy: { id: "desc" },
    take: limit,
  });
}
