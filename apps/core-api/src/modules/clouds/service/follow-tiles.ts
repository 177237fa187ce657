import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Core } from "../../../kernel/core.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { cloudIndexSpec, syncCloudIndex } from "../../../layer-store/tables/cloud-index.ts";
import { dropLayerTable, tableNameOf } from "../../../layer-store/tables/layer-table.ts";
import { cloudLayerOf, deleteCloudLayer, insertLayerRevision, type LayerRow, saveIndexFigures } from "../queries.ts";

interface Whose {
  communityId: CommunityId;
  datasetId: string;
  authorId: string;
}

/**
 * Makes the point-cloud layer of a dataset say what its tiles are, in the transaction that changed them. A layer without tiles is deleted.
 *
 * @returns the id of a deleted layer, whose table the caller drops by `dropCloudIndex` after the commit
 */
export async function followTiles(sql: SqlSession, whose: Whose, known?: LayerRow): Promise<string | null> {
  const { communityId, datasetId, authorId } = whose;
  const layer = known ?? (await cloudLayerOf(sql, communityId, datasetId));
  if (!layer) return null;
  const layerId = layer.id;
  const { boxes, ...counts } = await syncCloudIndex(sql, cloudIndexSpec(layerId, communityId, layer.srid), datasetId);
  if (counts.inserted + counts.updated + counts.deleted === 0) return null;
  const { revision, tiles } = await saveIndexFigures(sql, communityId, layerId);
  if (tiles === 0) {
    await deleteCloudLayer(sql, communityId, layerId);
    return layerId;
  }
  const isFirst = layer.revision === 0;
  const content = { ...counts, boxes };
  await insertLayerRevision(sql, { layerId, revision, communityId, authorId }, isFirst ? counts : content);
  await emitIn(sql, isFirst ? "layer.published" : "layer.edited", communityId, {
    layerId,
    datasetId,
    revision,
    ...(!isFirst && { ...counts, boxes: boxes.map((box) => [...box]) }),
  });
  return null;
}

/** Drops the table of a deleted layer. Only the worker's role may; what fails is left to the sweep of orphan tables. */
export async function dropCloudIndex(core: Core, communityId: CommunityId, layerId: string | null): Promise<void> {
  if (layerId === null) return;
  const tableName = tableNameOf(layerId);
  try {
    await core.database.sqlAs({ role: "worker", communityId }, (sql) => dropLayerTable(sql, { tableName, communityId }));
  } catch (error) {
    core.log.warn({ err: error, tableName }, "the index of a deleted point-cloud layer is left to the sweep");
  }
}
