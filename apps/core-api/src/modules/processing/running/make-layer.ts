import type { Core } from "../../../kernel/core.ts";
import type { JobRun } from "../../../kernel/jobs/handler.ts";
import { styleColumns } from "../../../layer-store/describe/drawn-columns.ts";
import { finishLayerTable } from "../../../layer-store/tables/finish-table.ts";
import { createLayerTable, type OpenSession, type TableSpec, tableNameOf } from "../../../layer-store/tables/layer-table.ts";
import type { LayerStatistics } from "../../../layer-store/tables/statistics.ts";
import { refusingWideRows } from "../../../layer-store/tables/wide-rows.ts";
import { indexLayerForSearch } from "../../search/indexing/index-layer.ts";
import type { Request } from "../kit/request.ts";
import { fillChunk } from "../queries/result-rows.ts";

export interface MadeLayer {
  statistics: LayerStatistics;
  shapeless: number;
}

/** Builds the table of the result. A table left by an earlier attempt is dropped first; nobody sees it before the layer is ready. */
export async function makeLayer(
  core: Core,
  run: JobRun,
  { recipe, sources }: Request,
  layer: { id: string; name: string },
): Promise<MadeLayer> {
  const { communityId } = run.job;
  const { geometry, fields } = recipe;
  const spec: TableSpec = { layerId: layer.id, communityId, tableName: tableNameOf(layer.id), geometry, fields };
  const open: OpenSession = (work) => core.database.sqlAs({ role: "worker", communityId }, work);
  await open((sql) => createLayerTable(sql, spec));
  const total = sources.reduce((sum, source) => sum + source.featureCount, 0);
  let [done, shapeless] = [0, 0];
  for (const part of recipe.parts) {
    for (const chunk of await open((sql) => part.chunks(sql))) {
      const filled = await refusingWideRows(fields.length, () => open((sql) => fillChunk(sql, spec.tableName, recipe, part, chunk)));
      shapeless += filled.shapeless;
      done += chunk.rows;
      await run.progress("process", done, total);
    }
  }
  const { colour } = styleColumns({ geometryType: geometry.type, fields, style: { kind: "auto" } });
  const statistics = await finishLayerTable(open, spec, {
    onProgress: (step) => run.progress(step, done, total),
    classColumns: () => (colour ? [colour] : []),
  });
  await open((sql) => indexLayerForSearch(sql, { ...spec, name: layer.name }));
  return { statistics, shapeless };
}
