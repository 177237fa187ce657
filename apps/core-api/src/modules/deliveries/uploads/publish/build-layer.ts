import type { CommunityId } from "@archipel/contracts/ids.ts";
import { layerField } from "@archipel/contracts/layers.ts";
import type { FieldNameRule } from "@archipel/contracts/uploads.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { FeatureRow, SourceField } from "@archipel/gdal/model.ts";
import { readLayer } from "@archipel/gdal/read.ts";
import { canReadRows } from "@archipel/gdal/rows/read-rows.ts";
import { wholeRows } from "@archipel/gdal/rows/stored-row.ts";
import { scanWkb, WkbError } from "@archipel/geo/wkb.ts";
import { z } from "zod";
import type { Core } from "../../../../kernel/core.ts";
import { JobFailedError, type JobRun } from "../../../../kernel/jobs/handler.ts";
import { styleColumns } from "../../../../layer-store/describe/drawn-columns.ts";
import { copyRows } from "../../../../layer-store/tables/copy-rows.ts";
import { copyStoredRows } from "../../../../layer-store/tables/copy-stored-rows.ts";
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
  const inTransaction = (copy: Copy) => refusingWideRows(spec.fields.length, () => open(copy));
  const rows = await withCopies(core, layer, path, (copies) => runCopies(copies, inTransaction, (done) => onProgress("read", done)));
  const { colour } = styleColumns({ geometryType: spec.geometry.type, fields: spec.fields, style: { kind: "auto" } });
  const statistics = await finishLayerTable(open, spec, {
    onProgress: (step) => onProgress(step, rows),
    classColumns: () => (colour ? [colour] : []),
    onIndexed: () => core.log.debug({ layer: spec.layerId }, "layer indexed"),
  });
  await open((sql) => indexLayerForSearch(sql, { ...spec, name: layer.name }));
  return statistics;
}

type Copy = (sql: SqlSession) => Promise<number>;

/** Runs copies, two at a time: while the database takes one part, the next one is prepared. @returns the number of rows */
async function runCopies(
  copies: AsyncIterable<Copy>,
  run: (copy: Copy) => Promise<number>,
  onRows: (rows: number) => Promise<void>,
): Promise<number> {
  let rows = 0;
  const running: Promise<number>[] = [];
  try {
    for await (const copy of copies) {
      const copied = run(copy);
      // The error reaches the await below; this line only prevents an unhandled rejection.
      copied.catch(() => {});
      running.push(copied);
      // No part is asked for while two are in use: `wholeRows` has two buffers.
      if (running.length > 1) rows += (await running.shift()) ?? 0;
      await onRows(rows);
    }
    for (const copied of running) rows += await copied;
  } finally {
    await Promise.allSettled(running);
  }
  return rows;
}

/**
 * Provides copies of the rows that the check stored, part by part. If these rows are gone or of another version, the file is read again in the
 * sandbox.
 */
async function withCopies<T>(core: Core, layer: LayerToBuild, path: string, work: (copies: AsyncIterable<Copy>) => Promise<T>): Promise<T> {
  const { source, fields, spec } = layer;
  const { rows } = source;
  if (rows !== null && canReadRows(rows) && (await core.storage.stat(rows.key)) !== null) {
    const columns = fields.map(({ name }) => rows.columns.indexOf(name));
    return core.storage.withFile(rows.key, (file) => work(storedCopies(spec, file, columns, rows.columns.length)));
  }
  return work(readCopies(layer, path));
}

async function* readCopies({ source, fields, spec }: LayerToBuild, path: string): AsyncGenerator<Copy> {
  for await (const chunk of chunksOf(readLayer(path, source, { fields }))) yield (sql) => copyRows(sql, spec, only(chunk.map(storable)));
}

async function* storedCopies(spec: TableSpec, file: string, columns: readonly number[], width: number): AsyncGenerator<Copy> {
  let first = 1;
  for await (const part of wholeRows(file)) {
    const stored = { ...part, first, columns, width };
    yield (sql) => copyStoredRows(sql, spec, stored);
    first += part.rows;
  }
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
