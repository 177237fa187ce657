import { viewOf } from "../byte-io.ts";
import { CloudError } from "../cloud-error.ts";
import type { PointFormat } from "../las/point-format.ts";
import type { VariableRecord } from "../las/vlr.ts";

/** How the points of a file are compressed. */
export interface LaszipRecord {
  /** 1 pointwise without chunks, 2 pointwise in chunks, 3 layers in chunks. */
  compressor: number;
  /** Points of each chunk but the last; undefined when chunks have counts of their own, as in COPC. */
  chunkPoints: number | undefined;
  items: LaszipItem[];
}

export interface LaszipItem {
  type: number;
  size: number;
  version: number;
}

const USER_ID = "laszip encoded";
const RECORD_ID = 22204;
export const LAYERED = 3;
const VARIABLE = 0xffffffff;
export const ITEM = {
  byte: 0,
  point10: 6,
  gpsTime11: 7,
  rgb12: 8,
  wavePacket13: 9,
  point14: 10,
  rgb14: 11,
  rgbNir14: 12,
  byte14: 14,
} as const;

export function isLaszipRecord(record: { userId: string; recordId: number }): boolean {
  return record.userId === USER_ID && record.recordId === RECORD_ID;
}

/**
 * Reads the record that describes the compression.
 *
 * @param recordLength of the header: the sizes of the items must add up to it
 * @throws CloudError `laszip-broken`
 */
export function readLaszipRecord(records: readonly VariableRecord[], recordLength: number): LaszipRecord {
  const record = records.find(isLaszipRecord);
  if (!record) throw new CloudError("laszip-broken", "the points are compressed, but the record that describes how is missing");
  const view = viewOf(record.data);
  if (record.data.length < 34)
    throw new CloudError("laszip-broken", `the laszip record has ${record.data.length} bytes instead of 34 or more`);
  const [compressor, coder] = [view.getUint16(0, true), view.getUint16(2, true)];
  if (coder !== 0 || compressor < 1 || compressor > 3) {
    throw new CloudError("laszip-broken", `compressor ${compressor} with coder ${coder} is not known`);
  }
  const chunkPoints = view.getUint32(12, true);
  const count = view.getUint16(32, true);
  if (record.data.length < 34 + 6 * count) throw new CloudError("laszip-broken", `the laszip record ends inside its ${count} items`);
  const items = Array.from({ length: count }, (_, i) => ({
    type: view.getUint16(34 + 6 * i, true),
    size: view.getUint16(36 + 6 * i, true),
    version: view.getUint16(38 + 6 * i, true),
  }));
  const sum = items.reduce((total, item) => total + item.size, 0);
  if (sum !== recordLength) throw new CloudError("laszip-broken", `the compressed items have ${sum} bytes, the records ${recordLength}`);
  if (chunkPoints === 0 && compressor !== 1) throw new CloudError("laszip-broken", "chunks are said to have no points");
  return { compressor, chunkPoints: chunkPoints === VARIABLE ? undefined : chunkPoints, items };
}

/** The record for layered chunks of formats 6 to 8. */
export function writeLaszipRecord(format: PointFormat, extraBytes: number, chunkPoints: number | undefined): VariableRecord {
  const items: LaszipItem[] = [{ type: ITEM.point14, size: 30, version: 3 }];
  if (format.nir !== undefined) items.push({ type: ITEM.rgbNir14, size: 8, version: 3 });
  else if (format.rgb !== undefined) items.push({ type: ITEM.rgb14, size: 6, version: 3 });
  if (extraBytes > 0) items.push({ type: ITEM.byte14, size: extraBytes, version: 3 });
  const data = new Uint8Array(34 + 6 * items.length);
  const view = viewOf(data);
  view.setUint16(0, LAYERED, true);
  // Version of the LASzip that writes the same bytes.
  data.set([3, 4, 3, 0], 4);
  view.setUint32(12, chunkPoints ?? VARIABLE, true);
  data.fill(0xff, 16, 32);
  view.setUint16(32, items.length, true);
  for (const [i, item] of items.entries()) {
    view.setUint16(34 + 6 * i, item.type, true);
    view.setUint16(36 + 6 * i, item.size, true);
    view.setUint16(38 + 6 * i, item.version, true);
  }
  return { userId: USER_ID, recordId: RECORD_ID, description: "LASzip", data };
}
