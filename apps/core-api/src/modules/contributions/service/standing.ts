import type { ContributionStanding } from "@archipel/contracts/presence.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { News } from "../../../kernel/news.ts";
import { countDiscussion } from "../queries/contributions.ts";
import { readableContribution } from "./situation.ts";

/** The status and versions of a contribution, for pages that show it, and whether the caller is its author. */
export async function standingOf(
  sql: SqlSession,
  actor: MemberActor,
  id: string,
): Promise<{ standing: ContributionStanding; isAuthor: boolean }> {
  const { row, isAuthor } = await readableContribution(sql, actor, id);
  const { status, editsVersion } = row;
  return { standing: { status, editsVersion, said: await countDiscussion(sql, actor.communityId, id) }, isAuthor };
}

const SUBJECT = "contribution";

/** Notifies pages in every process that a contribution changed. Call it after the commit. If lost, the next heartbeat shows it. */
export function publishContributionChange(news: News, contributionId: string): void {
  news.say(SUBJECT, contributionId);
}

/** Calls `listener` with the id of each contribution that changed. @returns a function that unsubscribes */
export function onContributionChange(news: News, listener: (contributionId: string) => void): () => void {
  return news.onSaid(SUBJECT, (what) => listener(String(what)));
}
