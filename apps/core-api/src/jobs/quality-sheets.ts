import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Core } from "../kernel/core.ts";
import { postpone, sheetsToCompute } from "../modules/quality/service.ts";
import { computeSheet } from "../modules/quality/sheet/compute.ts";

/** Events of one moment are one computing. */
const SETTLED_SECONDS = 2;

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
