import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Core } from "../kernel/core.ts";
import { postpone, sheetsToCompute } from "../modules/quality/service.ts";
import { computeSheet } from "../modules/quality/sheet/compute.ts";

/** Delay after an event, so that several events of one moment are computed once. */
const SETTLED_SECONDS = 2;

/**
 * Computes the stale quality sheets, one after the other. Several processes may do it: computing twice gives the same result. A dataset
 * that cannot be computed is logged and postponed, so that it does not delay the others.
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
