import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { LayerFigures, SheetFigures } from "@archipel/contracts/quality.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Core } from "../../../kernel/core.ts";
import type { OpenSession } from "../../../layer-store/tables/layer-table.ts";
import { freshnessOf } from "../policy.ts";
import { countLayer } from "../queries/count-layer.ts";
import {
  checkChangedGeometries,
  deleteGoneFeatures,
  ensureQualityTable,
  type MeasuredLayer,
  refreshFacts,
  uncheckedFeatures,
} from "../queries/feature-facts.ts";
import { measuredDataset, moment, openReports, openReportsByFeature, ratingFigures, saveSheet } from "../queries/sheets.ts";
import { settleLabels } from "./settle-labels.ts";

/**
 * Computes the quality sheet of a dataset, in one transaction per step. Only geometries that changed since are checked; the rest is counted
 * by reading each table once. Computing twice gives the same result; a change made meanwhile marks the sheet again.
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
    await open((sql) => deleteGoneFeatures(sql, layer));
    await checkGeometries(open, layer);
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

async function checkGeometries(open: OpenSession, layer: MeasuredLayer): Promise<void> {
  const list = () => open((sql) => uncheckedFeatures(sql, layer));
  for (let batches = await list(); batches.length > 0; batches = await list())
    for (const fids of batches) await open((sql) => checkChangedGeometries(sql, layer, fids));
}
