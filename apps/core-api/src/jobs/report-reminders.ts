import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Core } from "../kernel/core.ts";
import { communitiesToRemind, remind } from "../modules/reports/service/remind.ts";

/**
 * Notifies of reports whose snooze ends, or that are overdue. It runs every minute, because a snooze ends at a chosen time.
 *
 * @returns the number of reports
 */
export async function remindOfReports(core: Core): Promise<number> {
  let reminded = 0;
  for (const { communityId } of await communitiesToRemind(core)) reminded += await remind(core, provenCommunityId(communityId));
  return reminded;
}
