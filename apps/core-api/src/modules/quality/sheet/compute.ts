import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { LayerFigures, SheetFigures } from "@archipel/contracts/quality.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Core } from "../../../kernel/core.ts";
import { freshnessOf } from "../policy.ts";
import { countLayer } from "../queries/count-layer.ts";
import { dropGone, ensureQualityTable, LOOKED_AT_ONCE, lookAtChanged, refreshFacts } from "../queries/feature-facts.ts";
import { measuredDataset, moment, openReports, openReportsByFeature, ratingFigures, saveSheet } from "../queries/sheets.ts";
import { settleLabels } from "./settle-labels.ts";

/**
 * Makes the quality sheet of a dataset anew, a transaction a step. Geometries are looked at only where a feature changed since; the rest
 * is counted by reading each table once. Computing twice gives the same; what happens meanwhile asks for another turn.
 */
export async function computeSheet(core: Core, communityId: CommunityId, datasetId: string, now = new Date()): Promise<void> {
  const open = <T>(work: (sql: SqlSession) => Promise<T>) => core.database.sqlAs({ role: "worker", communityId }, work);
  const beyond = <T>(work: (sql: SqlSession) => Promise<T>) => core.database.sqlAs({ role: "system" }, work);
  const begun = await open(moment);
  const dataset = await open((sql) => measuredDataset(sql, communityId, datasetId));
  if (!dataset) return;
  const layers: LayerFigures[] = [];
  let changed = 0;
  for (const layer of dataset.layers) {
    await open((sql) => ensureQualityTable(sql, layer));
    await open((sql) => dropGone(sql, layer));
    while ((await open((sql) => lookAtChanged(sql, layer))) === LOOKED_AT_ONCE);
    const reported = await beyond((sql) => openReportsByFeature(sql, layer.layerId));
    changed += await open((sql) => refreshFacts(sql, layer, reported));
    layers.push(await open((sql) => countLayer(sql, layer)));
  }
  const { lastChange } = dataset;
  const reports = await beyond((sql) => openReports(sql, datasetId));
  await open(async (sql) => {
    const figures: SheetFigures = {
      layers,
      freshness: lastChange && { state: freshnessOf(dataset.frequency, lastChange, now), lastChange },
      reports,
      ratings: await ratingFigures(sql, datasetId),
    };
    await saveSheet(sql, { datasetId, communityId, figures, begun, hasNewConfidence: changed > 0 });
    await settleLabels(sql, communityId, datasetId);
  });
}
