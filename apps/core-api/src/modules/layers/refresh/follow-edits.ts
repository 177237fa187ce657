import type { SqlSession } from "@archipel/database/sql-session.ts";
import { classColumnsOf } from "../../../layer-store/describe/drawn-columns.ts";
import { styleOf } from "../../../layer-store/describe/style.ts";
import type { EditedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import type { Touched } from "../../../layer-store/revisions/touched.ts";
import { rebuildGeneralised } from "../../../layer-store/tables/rebuild-generalised.ts";
import { refreshGeneralised } from "../../../layer-store/tables/refresh-generalised.ts";
import { updateConfidence } from "../../quality/sheet/follow-merge.ts";
import { indexFeaturesForSearch, indexLayerForSearch } from "../../search/indexing/index-layer.ts";

/**
 * Updates everything that is derived from a layer's rows, in the same transaction: tables of low zooms, search entries, confidence.
 *
 * @param fids the changed features
 */
export async function followEdits(
  sql: SqlSession,
  { spec, name, datasetId, geometryType, style }: EditedLayer,
  fids: readonly number[],
  { rows }: Touched,
): Promise<void> {
  if (rows === null) {
    const classColumns = classColumnsOf({ geometryType, fields: spec.fields, style: styleOf(style) });
    await rebuildGeneralised(sql, spec, classColumns);
    await indexLayerForSearch(sql, { ...spec, name });
  } else {
    await refreshGeneralised(sql, spec, rows);
    await indexFeaturesForSearch(sql, { ...spec, name }, fids);
  }
  await updateConfidence(sql, { ...spec, datasetId }, fids);
}
