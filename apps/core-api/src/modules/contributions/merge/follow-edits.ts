import type { SqlSession } from "@archipel/database/sql-session.ts";
import { refreshGeneralised, type TouchedRow } from "../../layers/table/refresh-generalised.ts";
import { confidenceFollows } from "../../quality/sheet/follow-merge.ts";
import { indexFeaturesForSearch } from "../../search/service.ts";
import type { EditedLayer } from "./edited-layer.ts";
import type { MergePlan } from "./merge-edits.ts";

/** What is derived from a layer's rows follows them, in the same transaction: tables of low zooms, searched names, confidence. */
export async function followEdits(
  sql: SqlSession,
  { spec, name, datasetId }: EditedLayer,
  { versions }: MergePlan,
  touched: readonly TouchedRow[],
): Promise<void> {
  await refreshGeneralised(sql, spec, touched);
  const fids = versions.map(({ next }) => next.fid);
  await indexFeaturesForSearch(sql, { ...spec, name }, fids);
  await confidenceFollows(sql, { ...spec, datasetId }, fids);
}
