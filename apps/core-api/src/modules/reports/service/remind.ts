import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Core } from "../../../kernel/core.ts";
import { emitReportEvent } from "../events.ts";
import { communitiesWithReminders, endSnoozes, markReminded } from "../queries/reminders.ts";

/**
 * Reminds once a day of the open reports of a community that are overdue, that nobody changed for two weeks, or whose snooze is over.
 * Snoozed reports are left out.
 *
 * @returns how many reports there were
 */
export function remind(core: Core, communityId: CommunityId): Promise<number> {
  return core.database.sqlAs({ role: "worker", communityId }, async (sql) => {
    const all = [...(await endSnoozes(sql, communityId)), ...(await markReminded(sql, communityId))];
    for (const { id, number, assigneeId, reason } of all) {
      await emitReportEvent(sql, { id, number, communityId }, "report.reminded", { assigneeId, reason });
    }
    return all.length;
  });
}

/** Communities that have a report to remind of now. */
export function communitiesToRemind(core: Core): Promise<{ communityId: string }[]> {
  return core.database.sqlAs({ role: "system" }, communitiesWithReminders);
}
