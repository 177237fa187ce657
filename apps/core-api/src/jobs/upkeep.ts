import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Core } from "../kernel/core.ts";
import { sweepObjects } from "../kernel/objects.ts";
import { perCore } from "../kernel/per-core.ts";
import { editedLayers, isTooHeavy, outdatedLayers, rebuildLayer } from "../layer-store/tables/rebuild-generalised.ts";
import { sweepUses } from "../modules/access/uses/service.ts";
import { sweepAnswerLinks } from "../modules/answers/links/service.ts";
import { sweepExtracts } from "../modules/clouds/extracts/service/sweep.ts";
import { sweepCommunityExports } from "../modules/communities/exports/service.ts";
import { sweepImports } from "../modules/communities/imports/service.ts";
import { sweepDomains } from "../modules/domains/service/check.ts";
import { sweepGuestFollows } from "../modules/follows/guests/service.ts";
import { remindOfEnds } from "../modules/grants/service/remind.ts";
import { sweepGrants } from "../modules/grants/service/sweep.ts";
import { eraseDueAccounts } from "../modules/identity/erasure/service.ts";
import { sweepExports } from "../modules/identity/exports/service.ts";
import {
  forgetNetworks,
  sweepAgreements,
  sweepEditImports,
  sweepInvitations,
  sweepKeys,
  sweepMails,
  sweepNotices,
  sweepPreviews,
  sweepReporters,
  sweepRequests,
  sweepUnconfirmed,
} from "../modules/identity/personal-data/service.ts";
import { forgetExpired } from "../modules/identity/service/sessions.ts";
import { forgetOldEvents } from "../modules/live/service.ts";
import { sweepOpenings } from "../modules/portals/open/refresh.ts";
import { markAgedSheets } from "../modules/quality/service.ts";
import { sweepWaitingFiles } from "../modules/reports/files/keep.ts";
import { forgetVisitors } from "../modules/visits/service/count.ts";
import { endDeletedCommunities, purgeBins } from "./communities.ts";
import { remindOfKeys } from "./key-reminders.ts";
import { sweepLeftovers } from "./leftovers.ts";
import { dropOrphanTables } from "./orphan-tables.ts";
import { sweepRunFiles } from "./sweep-run-files.ts";
import { sweepUpdates } from "./sweep-updates.ts";

/** Cleans up and rebuilds every hour. Several processes may do it at once: each task first checks whether it is needed. */
export const tasks: ((core: Core) => Promise<unknown>)[] = [
  dropOrphanTables,
  sweepUpdates,
  rebuildOutdated,
  rebuildGrown,
  forgetOldEvents,
  markAgedSheets,
  sweepWaitingFiles,
  sweepRunFiles,
  sweepObjects,
  sweepLeftovers,
  eraseDueAccounts,
  sweepExports,
  sweepCommunityExports,
  sweepExtracts,
  sweepImports,
  endDeletedCommunities,
  purgeBins,
  forgetVisitors,
  sweepDomains,
  sweepAnswerLinks,
  sweepOpenings,
  sweepGuestFollows,
  sweepGrants,
  remindOfKeys,
  sweepUses,
  remindOfEnds,
  forgetExpired,
  sweepInvitations,
  sweepRequests,
  sweepAgreements,
  sweepNotices,
  sweepMails,
  sweepPreviews,
  sweepKeys,
  sweepEditImports,
  sweepUnconfirmed,
  sweepReporters,
  forgetNetworks,
];

/** Rebuilds layers made before edits updated low zooms. @returns their number */
export async function rebuildOutdated(core: Core): Promise<number> {
  const layers = await outdatedLayers(core);
  for (const { id, communityId } of layers) await rebuildLayer(core, provenCommunityId(communityId), id);
  return layers.length;
}

/** The revision at which each layer was found complete. Each process checks a layer once, because the check reads the whole layer. */
const settledOf = perCore(() => new Map<string, number>());

/** Builds tables of low zooms for layers that became large by edits. @returns their number */
export async function rebuildGrown(core: Core): Promise<number> {
  const settled = settledOf(core);
  const layers = (await editedLayers(core)).filter(({ id, revision }) => settled.get(id) !== revision);
  let count = 0;
  for (const { id, communityId, revision } of layers) {
    const community = provenCommunityId(communityId);
    if (await isTooHeavy(core, community, id)) {
      await rebuildLayer(core, community, id);
      count++;
    }
    settled.set(id, revision);
  }
  return count;
}

/** Runs every task once, one after the other. A failed task is logged and runs again the next time. */
export async function upkeep(core: Core): Promise<void> {
  for (const task of tasks) await task(core).catch((error) => core.log.error({ err: error, task: task.name }, "upkeep failed"));
}
