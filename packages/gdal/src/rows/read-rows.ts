import { readWkb, writeEwkb } from "@archipel/geo/wkb.ts";
import { type FeatureRow, UnreadableError } from "../model.ts";
import { PendingBytes } from "./pending-bytes.ts";
import { kinds, NONE, ROWS_VERSION } from "./row-writer.ts";

/** Stored rows of a layer (row-writer.ts): the version of the format, and the columns by number. */
export interface WrittenRows {
  version: number;
  columns: string[];
}

/** Stored rows in a file. */
export interface WrittenFile extends WrittenRows {
  path: string;
}

const BATCH_ROWS = 500;
const BATCH_BYTES = 4 * 1024 * 1024;

/** Whether this program can read these stored rows. */
export function canReadRows({ version }: WrittenRows): boolean {
  return version === ROWS_VERSION;
}

/**
 * Reads stored rows back, in batches of a few megabytes at most.
 *
 * @param fields names wanted, in the order of the rows' values; other columns are skipped
 * @param hasZ as the source of the layer says; a feature without heights gets 0 where others have some
 * @throws UnreadableError when the bytes break off
 */
export async function* readRows(
  chunks: AsyncIterable<Uint8Array>,
  { columns }: WrittenRows,
  fields: readonly { name: string }[],
  hasZ: boolean | null,
): AsyncGenerator<FeatureRow[]> {
  const targets = columns.map((name) => fields.findIndex((field) => field.name === name));
  let batch: FeatureRow[] = [];
  let batchBytes = 0;
  let index = 0;
  const pending = new PendingBytes();
  for await (const raw of chunks) {
    const chunk = pending.with(raw);
    let start = 0;
    while (start + 4 <= chunk.length) {
      const end = start + 4 + chunk.readUInt32LE(start);
      if (end > chunk.length) break;
      batch.push(rowAt(chunk, start + 4, ++index, targets, fields.length, hasZ));
      batchBytes += end - start;
      start = end;
      if (batch.length < BATCH_ROWS && batchBytes < BATCH_BYTES) continue;
      yield batch;
      batch = [];
      batchBytes = 0;
    }
    pending.keep(start);
  }
  if (pending.length > 0) throw new UnreadableError("broken", "the rows break off");
  if (batch.length > 0) yield batch;
}

function rowAt(chunk: Buffer, start: number, index: number, targets: readonly number[], fields: number, hasZ: boolean | null): FeatureRow {
  const values: FeatureRow["values"] = new Array(fields).fill(null);
  const shape = chunk.readUInt32LE(start);
  let at = start + 4;
  const ewkb = shape === NONE ? null : withHeights(chunk.subarray(at, at + shape), hasZ);
  if (shape !== NONE) at += shape;
  const count = chunk.readUInt16LE(at);
  at += 2;
  for (let value = 0; value < count; value++) {
    const target = targets[chunk.readUInt16LE(at)] ?? -1;
    const kind = chunk[at + 2];
    at += 3;
    if (kind === kinds.text) {
      const end = at + 4 + chunk.readUInt32LE(at);
      if (target >= 0) values[target] = chunk.toString("utf8", at + 4, end);
      at = end;
    } else if (kind === kinds.number) {
      if (target >= 0) values[target] = chunk.readDoubleLE(at);
      at += 8;
    } else if (target >= 0) values[target] = kind === kinds.true;
  }
  return { index, values, ewkb };
}

/** Like GDAL, gives 0 to features without heights in a layer that has some. */
function withHeights(ewkb: Buffer, hasZ: boolean | null): Uint8Array {
  if (hasZ === false || (ewkb[4] ?? 0) >= 0x80) return ewkb;
  return writeEwkb(readWkb(ewkb).geometry, null, true);
}
