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

interface JobAbout {
  subject: string | null;
  uploadId: string | null;
  datasetId: string | null;
  createdByName: string | null;
}

/** What jobs are about and who asked for them, as far as the caller may know. */
export async function aboutJobs(tx: Tx, communityId: CommunityId, ids: string[]): Promise<Map<string, JobAbout>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<(JobAbout & { id: string })[]>`
    SELECT j.id, coalesce(up.file_name, l.title, r.processing) AS subject, coalesce(up.dataset_id, l.dataset_id, r.dataset_id) AS "datasetId",
      up.id AS "uploadId", p.name AS "createdByName"
    FROM jobs j
      LEFT JOIN checks c ON c.id = j.subject_id
      LEFT JOIN uploads up ON up.id = coalesce(c.upload_id, j.subject_id)
      LEFT JOIN layer_updates lu ON lu.id = j.subject_id
      LEFT JOIN edit_imports i ON i.id = j.subject_id
      LEFT JOIN layers l ON l.id = coalesce(lu.layer_id, i.layer_id, j.subject_id)
      LEFT JOIN processing_runs r ON r.id = j.subject_id
      LEFT JOIN users p ON p.id = j.created_by_id
    WHERE j.community_id = ${communityId}::uuid AND j.id = ANY (${ids}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** Jobs of the whole platform that are at work or come before each of these, in the order in which the queue gives them out. */
export async function jobsAhead(tx: Tx, ids: string[]): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ id: string; ahead: number }[]>`
    SELECT w.id, (
      SELECT count(*)::integer FROM jobs j WHERE j.status = 'progress' OR (j.status = 'waiting' AND (j.turn, j.id) < (w.turn, w.id))) AS ahead
    FROM jobs w WHERE w.id = ANY (${ids}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row.ahead]));
}
