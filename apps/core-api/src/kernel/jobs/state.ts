import { type Job, jobStatus } from "@archipel/contracts/jobs.ts";
import { failure } from "@archipel/contracts/uploads.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { MemberActor } from "../actor.ts";
import type { Core } from "../core.ts";

/** The progress of a job, without its subject. */
export type JobState = Pick<Job, "status" | "step" | "done" | "total" | "ahead" | "error">;

type StateRow = Pick<Prisma.JobGetPayload<object>, "status" | "step" | "done" | "total" | "error">;

/** The state in a row. `ahead` is the number of jobs before it while it waits. */
export function stateOf(row: StateRow, ahead: number | null): JobState {
  return {
    status: jobStatus.parse(row.status),
    step: row.step,
    done: Number(row.done),
    total: row.total === null ? null : Number(row.total),
    ahead,
    error: row.error === null ? null : failure.parse(row.error),
  };
}

/** The state of one job of the actor's community; null when there is no job of this id. */
export async function jobState(core: Core, { communityId, ...actor }: MemberActor, jobId: string): Promise<JobState | null> {
  const row = await core.database.withTenant({ communityId, ...actor }, (tx) => tx.job.findUnique({ where: { id: jobId, communityId } }));
  if (!row) return null;
  const ahead = row.status === "waiting" ? await core.database.withSystem((tx) => jobsAhead(tx, [jobId])) : null;
  return stateOf(row, ahead?.get(jobId) ?? null);
}

/** Number of jobs of the whole platform that run or come before each of these, in the order of the queue. */
export async function jobsAhead(tx: Tx, ids: string[]): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ id: string; ahead: number }[]>`
    SELECT w.id, (
      SELECT count(*)::integer FROM jobs j WHERE j.status = 'progress' OR (j.status = 'waiting' AND (j.turn, j.id) < (w.turn, w.id))) AS ahead
    FROM jobs w WHERE w.id = ANY (${ids}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row.ahead]));
}
