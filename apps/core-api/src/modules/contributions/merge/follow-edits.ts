import type { SqlSession } from "@archipel/database/sql-session.ts";
import { refreshGeneralised, type TouchedRow } from "../../layers/table/refresh-generalised.ts";
import { indexFeaturesForSearch } from "../../search/service.ts";
import type { EditedLayer } from "./edited-layer.ts";
import type { MergePlan } from "./merge-edits.ts";

/** What is derived from a layer's rows follows them, in the same transaction: tables of low zooms, names that are searched. */
export async function followEdits(
  sql: SqlSession,
  { spec, name }: EditedLayer,
  { versions }: MergePlan,
  touched: readonly TouchedRow[],
): Promise<void> {
  await refreshGeneralised(sql, spec, touched);
  await indexFeaturesForSearch(
    sql,
    { ...spec, name },
    versions.map(({ next }) => next.fid),
  );
}
