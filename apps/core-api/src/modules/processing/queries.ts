import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";

export type JobRow = Prisma.JobGetPayload<object>;

export function findJob(tx: Tx, communityId: CommunityId, jobId: string): Promise<JobRow | null> {
  return tx.job.findUnique({ where: { id: jobId, communityId } });
}

export async function pageOfJobs(
  tx: Tx,
  communityId: CommunityId,
  filter: { subjectId?: string | undefined },
  page: { offset: number; limit: number },
) {
  const where = { communityId, ...(filter.subjectId ? { subjectId: filter.subjectId } : {}) };
  const items = await tx.job.findMany({ where, orderBy: { id: "desc" }, skip: page.offset, take: page.limit });
  return { items, total: await tx.job.count({ where }) };
}

/** Jobs of the whole platform that come before each of these. Ids are in order of creation. */
export async function jobsAhead(tx: Tx, ids: string[]): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ id: string; ahead: number }[]>`
    SELECT w.id, (SELECT count(*)::integer FROM jobs j WHERE j.status IN ('waiting', 'progress') AND j.id < w.id) AS ahead
    FROM unnest(${ids}::uuid[]) AS w(id)`;
  return new Map(rows.map((row) => [row.id, row.ahead]));
}
