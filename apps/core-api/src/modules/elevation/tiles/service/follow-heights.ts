import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { emitIn } from "../../../../kernel/outbox.ts";
import { deleteHeightLayer, insertLayerRevision, saveFigures } from "../queries.ts";

interface Whose {
  communityId: CommunityId;
  authorId: string;
}

/**
 * Makes a layer of heights say what its tiles are, in the transaction that changed them, as its next revision. A layer without tiles is deleted.
 *
 * @param summary what changed, for the history of the layer
 */
export async function followHeights(sql: SqlSession, { communityId, authorId }: Whose, layerId: string, summary: object): Promise<void> {
  const now = await saveFigures(sql, communityId, layerId);
  if (!now) return;
  const { revision, tiles, datasetId } = now;
  if (tiles === 0) {
    await deleteHeightLayer(sql, communityId, layerId);
    return;
  }
  await insertLayerRevision(sql, { layerId, revision, communityId, authorId }, summary);
  if (revision === 1) await emitIn(sql, "layer.published", communityId, { layerId, datasetId, revision });
  else await emitIn(sql, "layer.updated", communityId, { layerId, datasetId });
}
