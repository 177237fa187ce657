import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { hasQualityTable } from "../../../layer-store/tables/quality-table.ts";
import { checkChangedGeometries, GEOMETRIES_PER_BATCH, knownOpenReports, refreshFacts } from "../queries/feature-facts.ts";
import { measuredDataset } from "../queries/sheets.ts";

/**
 * Updates the facts of edited features in the transaction that merges them, so that tiles with the confidence show the new version at once.
 * The figures of the sheet follow later. Does nothing for a layer that was never measured; an import of many thousands of changes is left
 * to the sheet.
 *
 * @param sql a worker's session of the layer's community, that has written the features and their history
 */
export async function updateConfidence(
  sql: SqlSession,
  layer: { layerId: string; communityId: CommunityId; datasetId: string; tableName: string },
  fids: readonly number[],
): Promise<void> {
  if (fids.length === 0 || fids.length > GEOMETRIES_PER_BATCH || !(await hasQualityTable(sql, layer.tableName))) return;
  const dataset = await measuredDataset(sql, layer.communityId, layer.datasetId);
  const measured = dataset?.layers.find(({ layerId }) => layerId === layer.layerId);
  if (!measured) return;
  // A worker cannot see reports from portals of other communities: the stored numbers are kept until the sheet is computed.
  const reports = await knownOpenReports(sql, measured, fids);
  await checkChangedGeometries(sql, measured, fids);
  await refreshFacts(sql, measured, reports, fids);
}
