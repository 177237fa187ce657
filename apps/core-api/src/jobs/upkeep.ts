import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Core } from "../kernel/core.ts";
import { perCore } from "../kernel/per-core.ts";
import { editedLayers, isTooHeavy, outdatedLayers, rebuildLayer } from "../modules/layers/table/rebuild-generalised.ts";
import { forgetOldEvents } from "../modules/live/service.ts";
import { markAged } from "../modules/quality/service.ts";
import { sweepWaitingFiles } from "../modules/reports/files/keep.ts";
import { sweepLeftovers } from "./leftovers.ts";
import { dropOrphanTables } from "./orphan-tables.ts";
import { sweepRunFiles } from "./sweep-run-files.ts";
import { sweepUpdates } from "./sweep-updates.ts";

const EVERY_MS = 3600_000;

/** What is done now and then, wherever jobs run. Several processes may do it at once: each task looks whether it is still needed. */
const tasks: ((core: Core) => Promise<unknown>)[] = [
  dropOrphanTables,
  sweepUpdates,
  rebuildOutdated,
  rebuildGrown,
  forgetOldEvents,
  markAged,
  sweepWaitingFiles,
  sweepRunFiles,
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

/** Starts the upkeep: once now, then every hour. A task that fails is tried again the next time. */
export function startUpkeep(core: Core): { stop(): Promise<void> } {
  let round = work(core);
  const timer = setInterval(() => {
    round = round.then(() => work(core));
  }, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}

async function work(core: Core): Promise<void> {
  for (const task of tasks) await task(core).catch((error) => core.log.error({ err: error, task: task.name }, "upkeep failed"));
}
