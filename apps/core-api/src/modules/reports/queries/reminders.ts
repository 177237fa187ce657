import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

/** Days without a change after which an open report is dormant. */
const DORMANT_DAYS = 14;
const SNOOZE_IS_OVER = "snoozed_until <= now()";
const LATE = `merged_into_id IS NULL AND snoozed_until IS NULL AND (reminded_at IS NULL OR reminded_at < now() - interval '1 day')
  AND (due_at < now() OR updated_at < now() - make_interval(days => ${DORMANT_DAYS}))`;

export interface Reminder {
  id: string;
  number: number;
  assigneeId: string | null;
  reason: "awake" | "overdue" | "asleep";
}

/** Ends each snooze that is over. */
export function endSnoozes(sql: SqlSession, community: CommunityId): Promise<Reminder[]> {
  return sql.query<Reminder>(
    `UPDATE reports SET snoozed_until = NULL, reminded_at = now()
       WHERE community_id = $1::uuid AND closed_at IS NULL AND ${SNOOZE_IS_OVER}
       RETURNING id, number, assignee_id AS "assigneeId", 'awake' AS reason`,
    [community],
  );
}

/** Marks overdue and dormant reports as reminded of now. */
export function markReminded(sql: SqlSession, community: CommunityId): Promise<Reminder[]> {
  return sql.query<Reminder>(
    `UPDATE reports SET reminded_at = now()
       WHERE community_id = $1::uuid AND closed_at IS NULL AND ${LATE}
       RETURNING id, number, assignee_id AS "assigneeId", CASE WHEN due_at < now() THEN 'overdue' ELSE 'asleep' END AS reason`,
    [community],
  );
}

/** Communities that have a report for one of the two. @param sql a session of the platform */
export function communitiesWithReminders(sql: SqlSession): Promise<{ communityId: string }[]> {
  return sql.query<{ communityId: string }>(
    `SELECT DISTINCT community_id AS "communityId" FROM reports WHERE closed_at IS NULL AND (${SNOOZE_IS_OVER} OR (${LATE}))`,
  );
}
