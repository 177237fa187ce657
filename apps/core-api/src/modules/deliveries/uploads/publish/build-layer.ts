import type { CommunityId } from "@archipel/contracts/ids.ts";
import { layerField } from "@archipel/contracts/layers.ts";
import type { FieldNameRule } from "@archipel/contracts/uploads.ts";
import type { FeatureRow, SourceField } from "@archipel/gdal/model.ts";
import { readLayer } from "@archipel/gdal/read.ts";
import { canReadRows, readRows } from "@archipel/gdal/rows/read-rows.ts";
import { scanWkb, WkbError } from "@archipel/geo/wkb.ts";
import { z } from "zod";
import type { Core } from "../../../../kernel/core.ts";
import { JobFailedError, type JobRun } from "../../../../kernel/jobs/handler.ts";
import { styleColumns } from "../../../../layer-store/describe/drawn-columns.ts";
import { copyRows } from "../../../../layer-store/tables/copy-rows.ts";
import { finishLayerTable } from "../../../../layer-store/tables/finish-table.ts";
import {
  createLayerTable,
  geometryColumnOf,
  type OpenSession,
  type TableSpec,
  tableNameOf,
} from "../../../../layer-store/tables/layer-table.ts";
import type { LayerStatistics } from "../../../../layer-store/tables/statistics.ts";
import { refusingWideRows } from "../../../../layer-store/tables/wide-rows.ts";
import { indexLayerForSearch } from "../../../search/indexing/index-layer.ts";
import { columnsOf, withRenamed } from "../policy/columns.ts";
import { type StoredSource, storedSource } from "../policy/source.ts";
import type { UploadLayerRow } from "../queries.ts";
import type { PlannedLayer } from "./plan.ts";

export interface LayerToBuild {
  spec: TableSpec;
  source: StoredSource;
  fields: SourceField[];
  expected: number;
  name: string;
  title: string;
}

/** Rows per transaction: between two transactions the embedded database serves other callers. */
const CHUNK_ROWS = 10_000;
const CHUNK_BYTES = 8 * 1024 * 1024;

/**
 * The table to build for a checked layer.
 *
 * @param renamed the findings whose fields are called like their columns; the file is read by its own names
 */
export function layerToBuild(
  communityId: CommunityId,
  planned: PlannedLayer,
  row: UploadLayerRow,
  renamed: readonly FieldNameRule[],
): LayerToBuild {
  const source = storedSource.parse(row.source);
  // The check may have been made by an older version, when fewer names were reserved.
  const { fields } = columnsOf(z.array(layerField).parse(row.fields));
  if (row.chosenSrid === null) throw new JobFailedError("crs-not-chosen", { layer: row.name });
  const geometry = geometryColumnOf(row.geometryType, row.chosenSrid);
  return {
    spec: {
      layerId: planned.layerId,
      communityId,
      tableName: tableNameOf(planned.layerId),
      geometry,
      fields: withRenamed(fields, renamed),
    },
    source,
    fields: fields.map((field) => ({ name: field.name, type: field.type })),
    expected: row.featureCount,
    name: planned.name,
    title: planned.title,
  };
}

/** Reads a layer in the sandbox into its table. A table left by an earlier attempt is dropped first. */
export async function buildLayer(
  core: Core,
  run: JobRun,
  layer: LayerToBuild,
  path: string,
  onProgress: (step: string, rows: number) => Promise<void>,
): Promise<LayerStatistics> {
  const { communityId } = run.job;
  const { spec } = layer;
  const open: OpenSession = (work) => core.database.sqlAs({ role: "worker", communityId }, work);
  await open((sql) => createLayerTable(sql, spec));
  let rows = 0;
  // While the database copies one chunk, the next one is prepared.
  const copies: Promise<number>[] = [];
  try {
    for await (const chunk of chunksOf(await rowsOf(core, layer, path))) {
      const copied = refusingWideRows(spec.fields.length, () => open((sql) => copyRows(sql, spec, only(chunk.map(storable)))));
      // The error reaches the await below; this line only prevents an unhandled rejection.
      copied.catch(() => {});
      copies.push(copied);
      if (copies.length > 1) rows += (await copies.shift()) ?? 0;
      await onProgress("read", rows);
    }
    for (const copied of copies) rows += await copied;
  } finally {
    await Promise.allSettled(copies);
  }
  const { colour } = styleColumns({ geometryType: spec.geometry.type, fields: spec.fields, style: { kind: "auto" } });
  const statistics = await finishLayerTable(open, spec, {
    onProgress: (step) => onProgress(step, rows),
    classColumns: () => (colour ? [colour] : []),
  });
  await open((sql) => indexLayerForSearch(sql, { ...spec, name: layer.name }));
  return statistics;
}

/** The rows that the check stored. If they are gone or of another version, the file is read again in the sandbox. */
async function rowsOf(core: Core, { source, fields }: LayerToBuild, path: string): Promise<AsyncIterable<FeatureRow[]>> {
  const { rows } = source;
  if (rows === null || !canReadRows(rows) || (await core.storage.stat(rows.key)) === null) return readLayer(path, source, { fields });
  return readRows(await core.storage.get(rows.key), rows, fields, source.hasZ);
}

async function* chunksOf(batches: AsyncIterable<FeatureRow[]>): AsyncGenerator<FeatureRow[]> {
  let chunk: FeatureRow[] = [];
  let bytes = 0;
  for await (const batch of batches) {
    for (const row of batch) bytes += row.ewkb?.length ?? 0;
    chunk.push(...batch);
    if (chunk.length < CHUNK_ROWS && bytes < CHUNK_BYTES) continue;
    yield chunk;
    chunk = [];
    bytes = 0;
  }
  if (chunk.length > 0) yield chunk;
}

async function* only<T>(value: T): AsyncGenerator<T> {
  yield value;
}

/** An invalid geometry is not stored. Its attributes are, so nothing is lost and the geometry can be drawn again. */
function storable(row: FeatureRow): FeatureRow {
  if (row.ewkb === null) return row;
  try {
    const facts = scanWkb(row.ewkb);
    return facts.isFinite && facts.bbox ? row : { ...row, ewkb: null };
  } catch (error) {
    if (error instanceof WkbError) return { ...row, ewkb: null };
    throw error;
  }
}
