import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Core } from "../kernel/core.ts";
import { communitiesToRemind, remind } from "../modules/reports/service/remind.ts";

/** Tells of reports that wake or wait too long. One wakes at a moment that somebody chose: looked for every minute. Gives how many. */
export async function remindOfReports(core: Core): Promise<number> {
  let told = 0;
  for (const { communityId } of await communitiesToRemind(core)) told += await remind(core, provenCommunityId(communityId));
  return told;
}
