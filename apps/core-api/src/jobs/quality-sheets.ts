import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Core } from "../kernel/core.ts";
import { postpone, sheetsToCompute } from "../modules/quality/service.ts";
import { computeSheet } from "../modules/quality/sheet/compute.ts";

/** Events of one moment are one computing. */
const SETTLED_SECONDS = 2;
const LOOK_MS = 3000;

/**
 * Makes the sheets that were marked anew, one after the other. Several processes may: computing twice gives the same. A dataset that
 * cannot be computed is told and left for a while, so that it holds nobody up.
 */
export async function recomputeStale(core: Core, settledSeconds = SETTLED_SECONDS): Promise<number> {
  const sheets = await sheetsToCompute(core, settledSeconds);
  for (const { datasetId, communityId } of sheets) {
    await computeSheet(core, provenCommunityId(communityId), datasetId).catch((error) => {
      core.log.error({ err: error, dataset: datasetId }, "quality sheet not computed");
      return postpone(core, datasetId);
    });
  }
  return sheets.length;
}

/** Looks for sheets to make while the process lives. */
export function startSheets(core: Core): { stop(): Promise<void> } {
  let running: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    running ??= recomputeStale(core)
      .catch((error) => core.log.error({ err: error }, "quality sheets not looked for"))
      .finally(() => {
        running = undefined;
      });
  }, LOOK_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
