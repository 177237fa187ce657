import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { hasQualityTable } from "../../../layer-store/tables/quality-table.ts";
import { keptOf, LOOKED_AT_ONCE, lookAtChanged, refreshFacts } from "../queries/feature-facts.ts";
import { measuredDataset } from "../queries/sheets.ts";

/**
 * What is known of edited features follows in the transaction that merges them, so that tiles that carry the confidence tell that of the
 * new version at once. Figures of the sheet follow later. A layer that nobody looked at yet has nothing to follow, and what an import
 * of many thousands changes is left to the sheet.
 *
 * @param sql a worker's session of the layer's community, that has written the features and their history
 */
export async function confidenceFollows(
  sql: SqlSession,
  layer: { layerId: string; communityId: CommunityId; datasetId: string; tableName: string },
  fids: readonly number[],
): Promise<void> {
  if (fids.length === 0 || fids.length > LOOKED_AT_ONCE || !(await hasQualityTable(sql, layer.tableName))) return;
  const dataset = await measuredDataset(sql, layer.communityId, layer.datasetId);
  const measured = dataset?.layers.find(({ layerId }) => layerId === layer.layerId);
  if (!measured) return;
  // Reports may come from portals of other communities, which a worker does not see: those known stay so until the sheet is computed.
  const reports = await keptOf(sql, measured, fids);
  await lookAtChanged(sql, measured, fids);
  await refreshFacts(sql, measured, reports, fids);
}
