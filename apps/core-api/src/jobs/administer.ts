import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { PlatformState } from "@archipel/contracts/usage.ts";
import type { Person } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { readState } from "../modules/usage/service/state.ts";
import { wordsOf } from "./handlers.ts";
import { failedJobs } from "./queries.ts";
import { retryIn } from "./service.ts";

/** More failed jobs wait for the next call. */
const MOST_AT_ONCE = 100;

/** The state of the platform, for its operators. */
export async function platformState(core: Core): Promise<PlatformState> {
  const state = await readState(core);
  return { ...state, failedJobs: state.failedJobs.map(({ kind, ...job }) => ({ ...job, title: wordsOf(kind).title })) };
}

/**
 * Starts failed jobs of any community again: one, or all that failed within the last day. In the system scope: an operator sees nothing of
 * a community.
 *
 * @returns how many run again; those whose subject changed meanwhile do not
 */
export async function retryFailed(core: Core, operator: Person, jobId: string | null): Promise<number> {
  const jobs = await core.database.withSystem((tx) => failedJobs(tx, jobId, MOST_AT_ONCE));
  if (jobId !== null && jobs.length === 0) throw new DomainError("not-found", "job-not-found");
  let count = 0;
  for (const { id, communityId } of jobs) {
    try {
      const actor = { communityId: provenCommunityId(communityId), userId: operator.userId };
      const row = await core.database.withSystem((tx) => retryIn(tx, actor, id));
      if (row) await core.queue.enqueue(row);
      count++;
    } catch (error) {
      if (jobId !== null || !(error instanceof DomainError)) throw error;
    }
  }
  return count;
}
