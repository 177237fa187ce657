import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { LogLine } from "./handler.ts";

/** Maximum number of lines of a job: a faulty job must not fill the disk. */
const MAX_LINES = 500;
/** Reserved for the lines that end a job. */
const RESERVED_LINES = 100;
const ENDS: ReadonlySet<string> = new Set(["failed", "done", "cancelled", "retried", "taken-back"]);

/** Writes a line of a job's log, unless it has too many. */
export async function logJob(
  tx: Tx,
  job: { id: string; communityId: CommunityId; attempt: number },
  { code, params = {}, level = "info" }: LogLine,
): Promise<void> {
  const lines = await tx.jobLog.count({ where: { jobId: job.id } });
  if (lines >= (ENDS.has(code) ? MAX_LINES : MAX_LINES - RESERVED_LINES)) return;
  await tx.jobLog.createMany({ data: [{ communityId: job.communityId, jobId: job.id, attempt: job.attempt, level, code, params }] });
}

/** The same, in a transaction of raw SQL. */
export async function logJobIn(
  sql: SqlSession,
  job: { id: string; communityId: CommunityId; attempt: number },
  { code, params = {}, level = "info" }: LogLine,
): Promise<void> {
  await sql.query(
    `INSERT INTO job_logs (community_id, job_id, attempt, level, code, params)
     SELECT $1::uuid, $2::uuid, $3::integer, $4, $5, $6::jsonb WHERE (SELECT count(*) FROM job_logs WHERE job_id = $2::uuid) < $7::integer`,
    [job.communityId, job.id, job.attempt, level, code, JSON.stringify(params), ENDS.has(code) ? MAX_LINES : MAX_LINES - RESERVED_LINES],
  );
}
