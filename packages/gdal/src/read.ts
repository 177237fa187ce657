import { rm } from "node:fs/promises";
import { parseCopyText } from "./copy-text.ts";
import { repairOf } from "./formats/encoding.ts";
import { GEOJSON_ID } from "./formats/geojson-ids.ts";
import { isMoment } from "./formats/moments.ts";
import {
  defaultLimits,
  type FeatureRow,
  isGeoJson,
  isTable,
  type LayerSource,
  type SandboxLimits,
  type SourceField,
  UnreadableError,
} from "./model.ts";
import { canReadRows, readRows, type WrittenRows } from "./rows/read-rows.ts";
import { makeWorkDirectory, runSandbox, type SandboxUsage } from "./sandbox/process.ts";
import { ROW_FID } from "./sandbox/requests.ts";

export interface ReadOptions {
  /** Fields to read, in the order of the rows' values. */
  fields: readonly SourceField[];
  /**
   * Returns values as they are written, for comparing: every column of a CSV or a sheet and every date of GeoJSON is text, whatever type its field has,
   * and rows carry the file's own `id`.
   */
  isAsWritten?: boolean;
  /** Stops after this many features. */
  limit?: number;
  limits?: Partial<SandboxLimits>;
  /** Called once, when the child has ended. */
  onUsage?: (usage: SandboxUsage) => void;
}

/**
 * Streams the features of one layer in batches, in the order of the file. The child runs at the reader's pace and is killed when the reader
 * stops early. Curves become lines. Z is kept, and is 0 in a layer that does not say whether it has heights (`hasZ` null). The EWKB carries no
 * SRID: the caller knows the CRS.
 *
 * @throws UnreadableError when the file breaks in the middle
 */
export async function* readLayer(path: string, source: LayerSource, options: ReadOptions): AsyncGenerator<FeatureRow[]> {
  const limits = { ...defaultLimits, ...options.limits };
  const workDirectory = await makeWorkDirectory();
  const isAsWritten = options.isAsWritten ?? false;
  const run = await runSandbox({ kind: "read", path, source, limit: options.limit ?? null, isAsWritten, workDirectory, limits }, path);
  try {
    if (isAsWritten) yield* rowsAsWritten(run.rows, source, options.fields);
    else yield* parseCopyText(run.rows, options.fields, repairOf(source.format, source.encoding));
    await run.reply;
  } catch (error) {
    // The reply of the child gives a better reason than the broken pipe.
    if (!(error instanceof UnreadableError)) await run.reply;
    throw error;
  } finally {
    run.stop();
    options.onUsage?.(run.usage());
    await rm(workDirectory, { recursive: true, force: true });
  }
}

async function* rowsAsWritten(
  chunks: AsyncIterable<Uint8Array>,
  source: LayerSource,
  fields: readonly SourceField[],
): AsyncGenerator<FeatureRow[]> {
  const repair = repairOf(source.format, source.encoding);
  for await (const batch of parseCopyText(chunks, writtenFields(source, fields), repair)) {
    yield batch.map((row) => asWritten(row, fields.length));
  }
}

/** The columns of values as they are written: texts where a format has only texts, then the file's own identifier of the feature. */
export function writtenFields({ format }: LayerSource, fields: readonly SourceField[]): SourceField[] {
  const isJson = isGeoJson(format);
  const isText = (field: SourceField) => isTable(format) || (isJson && isMoment(field.type));
  const read = fields.map((field) => (isText(field) ? { ...field, type: "text" as const } : field));
  return [...read, { name: isJson ? GEOJSON_ID : ROW_FID, type: "text" }];
}

/**
 * The rows that a check stored, as `readLayer` returns them with `isAsWritten`; null when they are not what the file says, so that it must be
 * read again: texts of tables got types, moments a form, and only some readers store identifiers.
 */
export function storedAsWritten(
  rows: WrittenRows,
  source: LayerSource,
  fields: readonly SourceField[],
): ((chunks: AsyncIterable<Uint8Array>) => AsyncGenerator<FeatureRow[]>) | null {
  const { format } = source;
  const isWritten =
    format === "gpkg"
      ? rows.columns.includes(ROW_FID)
      : format === "geojson" || format === "geojsonseq"
        ? rows.columns.includes(GEOJSON_ID)
        : format === "flatgeobuf" || format === "shapefile";
  if (!isWritten || !canReadRows(rows)) return null;
  const wanted = writtenFields(source, fields);
  return async function* (chunks) {
    for await (const batch of readRows(chunks, rows, wanted, source.hasZ)) yield batch.map((row) => asWritten(row, fields.length));
  };
}

/** Takes the column that `writtenFields` added out of a row. */
export function asWritten({ values, ...row }: FeatureRow, fields: number): FeatureRow {
  const [id = null] = values.slice(fields);
  return { ...row, values: values.slice(0, fields), id: id === null ? null : String(id) };
}
