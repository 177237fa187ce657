import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Core } from "../../../kernel/core.ts";
import { tell } from "../events.ts";

/** Open reports on which nothing happened for so long sleep. */
const ASLEEP_DAYS = 14;
const WOKEN = "snoozed_until <= now()";
const LATE = `merged_into_id IS NULL AND snoozed_until IS NULL AND (reminded_at IS NULL OR reminded_at < now() - interval '1 day')
  AND (due_at < now() OR updated_at < now() - make_interval(days => ${ASLEEP_DAYS}))`;

/**
 * Tells once a day of the open reports of a community that are late, that nobody touched for two weeks, or whose rest is over. What
 * rests is left in peace. Gives how many were told of.
 */
export function remind(core: Core, communityId: CommunityId): Promise<number> {
  return core.database.sqlAs({ role: "worker", communityId }, async (sql) => {
    const woken = await sql.query<Reminded>(
      `UPDATE reports SET snoozed_until = NULL, reminded_at = now()
       WHERE community_id = $1::uuid AND closed_at IS NULL AND ${WOKEN}
       RETURNING id, number, assignee_id AS "assigneeId", 'awake' AS reason`,
      [communityId],
    );
    const late = await sql.query<Reminded>(
      `UPDATE reports SET reminded_at = now()
       WHERE community_id = $1::uuid AND closed_at IS NULL AND ${LATE}
       RETURNING id, number, assignee_id AS "assigneeId", CASE WHEN due_at < now() THEN 'overdue' ELSE 'asleep' END AS reason`,
      [communityId],
    );
    const all = [...woken, ...late];
    for (const { id, number, assigneeId, reason } of all) {
      await tell(sql, { id, number, communityId }, "report.reminded", { assigneeId, reason });
    }
    return all.length;
  });
}

interface Reminded {
  id: string;
  number: number;
  assigneeId: string | null;
  reason: "awake" | "overdue" | "asleep";
}

/** Communities in which something is to be told of now. */
export function communitiesToRemind(core: Core): Promise<{ communityId: string }[]> {
  return core.database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ communityId: string }>(
      `SELECT DISTINCT community_id AS "communityId" FROM reports WHERE closed_at IS NULL AND (${WOKEN} OR (${LATE}))`,
    ),
  );
}
