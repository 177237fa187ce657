import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Core } from "../../../kernel/core.ts";
import { layerForRefresh } from "../../../layer-store/tables/layer-to-refresh.ts";
import { rebuildWords, type StaleLayer, staleLayers } from "../queries/words.ts";
import { INDEX_FORMAT, indexLayerForSearch } from "./index-layer.ts";

/** Layers of one run of the task; the others wait for the next. */
const MOST_LAYERS = 50;

/** Layers that were never indexed, whose format is an older one, or whose communes changed; layers of communes first. */
export function layersToIndex(core: Core): Promise<StaleLayer[]> {
  return core.database.sqlAs({ role: "system" }, (sql) => staleLayers(sql, INDEX_FORMAT, MOST_LAYERS));
}

/** Indexes a layer as it is stored. An advisory lock makes a second process wait. */
export async function indexStoredLayer(core: Core, communityId: CommunityId, layerId: string): Promise<void> {
  await core.database.sqlAs({ role: "worker", communityId }, async (sql) => {
    const layer = await layerForRefresh(sql, layerId);
    if (layer) await indexLayerForSearch(sql, { ...layer, layerId, communityId });
  });
}

/** A layer that cannot be indexed is not found by name until it changes. */
export async function giveUpIndexing(core: Core, communityId: CommunityId, layerId: string): Promise<void> {
  const as = { layerId, communityId, format: INDEX_FORMAT, kind: null, needsCommunes: false, communes: null, entries: 0, isGivenUp: true };
  await core.database.sqlAs({ role: "worker", communityId }, (sql) => rebuildWords(sql, as));
}
