import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Core } from "../kernel/core.ts";
import { sweepObjects } from "../kernel/objects.ts";
import { perCore } from "../kernel/per-core.ts";
import { editedLayers, isTooHeavy, outdatedLayers, rebuildLayer } from "../layer-store/tables/rebuild-generalised.ts";
import { forgetOldEvents } from "../modules/live/service.ts";
import { markAged } from "../modules/quality/service.ts";
import { sweepWaitingFiles } from "../modules/reports/files/keep.ts";
import { sweepLeftovers } from "./leftovers.ts";
import { dropOrphanTables } from "./orphan-tables.ts";
import { sweepRunFiles } from "./sweep-run-files.ts";
import { sweepUpdates } from "./sweep-updates.ts";

/** What is cleaned up and rebuilt every hour. Several processes may do it at once: each task looks whether it is still needed. */
const tasks: ((core: Core) => Promise<unknown>)[] = [
  dropOrphanTables,
  sweepUpdates,
  rebuildOutdated,
  rebuildGrown,
  forgetOldEvents,
  markAged,
  sweepWaitingFiles,
  sweepRunFiles,
  sweepObjects,
  sweepLeftovers,
];

/** Layers from before edits made low zooms follow. Gives how many there were. */
export async function rebuildOutdated(core: Core): Promise<number> {
  const layers = await outdatedLayers(core);
  for (const { id, communityId } of layers) await rebuildLayer(core, provenCommunityId(communityId), id);
  return layers.length;
}

/** The revision at which each layer was found to have the tables that it needs. Each process checks once, because a check reads the layer. */
const settledOf = perCore(() => new Map<string, number>());

/** Layers that grew heavy by edits alone. Gives how many there were. */
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

/** Runs every task once, one after the other. A task that fails is logged and tried again the next time. */
export async function upkeep(core: Core): Promise<void> {
  for (const task of tasks) await task(core).catch((error) => core.log.error({ err: error, task: task.name }, "upkeep failed"));
}
