import type { ContributionStanding } from "@archipel/contracts/presence.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { News } from "../../../kernel/news.ts";
import { countSaid } from "../queries/contributions.ts";
import { readableContribution } from "./situation.ts";

/** Where a contribution stands, for pages that show it, and whether it is the caller's own. */
export async function standingOf(
  sql: SqlSession,
  actor: MemberActor,
  id: string,
): Promise<{ standing: ContributionStanding; isAuthor: boolean }> {
  const { row, isAuthor } = await readableContribution(sql, actor, id);
  const { status, editsVersion } = row;
  return { standing: { status, editsVersion, said: await countSaid(sql, actor.communityId, id) }, isAuthor };
}

const SUBJECT = "contribution";

/** Tells pages that have it open, in every process, that a contribution is not as it was. Said after the commit; if lost, their next beat shows it. */
export function tellMoved(news: News, contributionId: string): void {
  news.say(SUBJECT, contributionId);
}

/** Calls back with the id of each contribution that moved. @returns how to stop it */
export function onMoved(news: News, listener: (contributionId: string) => void): () => void {
  return news.onSaid(SUBJECT, (what) => listener(String(what)));
}
