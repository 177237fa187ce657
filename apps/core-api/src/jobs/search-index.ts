import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Core } from "../kernel/core.ts";
import { giveUpIndexing, indexStoredLayer, layersToIndex } from "../modules/search/indexing/upkeep.ts";

/**
 * Indexes the layers whose search index is missing or out of date: those of an older version of the platform, and those whose communes changed.
 * Several processes may do it: indexing twice gives the same result. A layer that cannot be indexed is logged, and does not delay the others.
 *
 * @returns the number of layers
 */
export async function indexStaleLayers(core: Core): Promise<number> {
  const stale = await layersToIndex(core);
  for (const { layerId, communityId: owner } of stale) {
    const communityId = provenCommunityId(owner);
    await indexStoredLayer(core, communityId, layerId).catch((error) => {
      core.log.error({ err: error, layer: layerId }, "layer not indexed for search");
      return giveUpIndexing(core, communityId, layerId);
    });
  }
  return stale.length;
}
