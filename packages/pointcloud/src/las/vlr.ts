import { type ReadRange, readExactly, readText, readUint64, viewOf, writeText, writeUint64 } from "../byte-io.ts";
import { CloudError, LIMITS } from "../cloud-error.ts";
import type { LasHeader } from "./header.ts";

/** A variable length record, or an extended one, which may be longer than 65,535 bytes and is stored after the points. */
export interface VariableRecord {
  userId: string;
  recordId: number;
  description: string;
  /** The content. Of extended records it is read when it is needed. */
  data: Uint8Array;
}

/** Where an extended record is. */
export interface ExtendedRecordPlace {
  userId: string;
  recordId: number;
  description: string;
  offset: number;
  length: number;
}

const VLR_HEADER = 54;
export const EVLR_HEADER = 60;

/**
 * Reads the records between header and points.
 *
 * @throws CloudError `record-broken` when a record reaches into the points, `too-large` above LIMITS, `truncated`
 */
export async function readRecordsAfterHeader(read: ReadRange, header: LasHeader): Promise<VariableRecord[]> {
  const records: VariableRecord[] = [];
  if (header.vlrCount > LIMITS.records) throw new CloudError("too-large", `the header announces ${header.vlrCount} records`, 100);
  let at = header.headerSize;
  let kept = 0;
  for (let i = 0; i < header.vlrCount; i++) {
    if (at + VLR_HEADER > header.pointOffset) {
      throw new CloudError("record-broken", `record ${i + 1} of ${header.vlrCount} begins after the first point`, at);
    }
    const head = await readExactly(read, at, VLR_HEADER, `record ${i + 1}`);
    const length = viewOf(head).getUint16(20, true);
    if (at + VLR_HEADER + length > header.pointOffset) {
      throw new CloudError("record-broken", `record ${i + 1} of ${header.vlrCount} reaches into the points`, at);
    }
    kept += length;
    if (kept > LIMITS.recordBytes) throw new CloudError("too-large", `the records have more than ${LIMITS.recordBytes} bytes`, at);
    const data = length === 0 ? new Uint8Array(0) : (await readExactly(read, at + VLR_HEADER, length, `record ${i + 1}`)).slice();
    records.push({ userId: readText(head, 2, 16), recordId: viewOf(head).getUint16(18, true), description: readText(head, 22, 32), data });
    at += VLR_HEADER + length;
  }
  return records;
}

/**
 * Lists the extended records after the points. Their contents stay in the file.
 *
 * @throws CloudError `truncated`, `too-large`, `record-broken`
 */
export async function listExtendedRecords(read: ReadRange, header: LasHeader): Promise<ExtendedRecordPlace[]> {
  const places: ExtendedRecordPlace[] = [];
  if (header.evlrCount > LIMITS.records)
    throw new CloudError("too-large", `the header announces ${header.evlrCount} extended records`, 243);
  let at = header.evlrOffset;
  if (header.evlrCount > 0 && at < header.pointOffset)
    throw new CloudError("record-broken", `extended records begin at byte ${at}, before the points`, 235);
  for (let i = 0; i < header.evlrCount; i++) {
    const head = await readExactly(read, at, EVLR_HEADER, `extended record ${i + 1}`);
    const view = viewOf(head);
    const length = readUint64(view, 20);
    if (!Number.isSafeInteger(at + length))
      throw new CloudError("record-broken", `extended record ${i + 1} is longer than 2^53 bytes`, at + 20);
    const [userId, recordId] = [readText(head, 2, 16), view.getUint16(18, true)];
    places.push({ userId, recordId, description: readText(head, 28, 32), offset: at + EVLR_HEADER, length });
    at += EVLR_HEADER + length;
  }
  return places;
}

/** Reads the content of an extended record, at most `LIMITS.recordBytes`. */
export async function readExtendedRecord(read: ReadRange, place: ExtendedRecordPlace): Promise<VariableRecord> {
  if (place.length > LIMITS.recordBytes) {
    throw new CloudError("too-large", `the record ${place.userId} ${place.recordId} has ${place.length} bytes`, place.offset);
  }
  const data = await readExactly(read, place.offset, place.length, `the record ${place.userId} ${place.recordId}`);
  return { userId: place.userId, recordId: place.recordId, description: place.description, data };
}

/**
 * The bytes of records, as they follow the header.
 *
 * @throws CloudError `not-writable` when a record has more than 65,535 bytes
 */
export function writeVlrs(records: readonly VariableRecord[]): Uint8Array {
  const bytes = new Uint8Array(records.reduce((sum, record) => sum + VLR_HEADER + record.data.length, 0));
  const view = viewOf(bytes);
  let at = 0;
  for (const record of records) {
    if (record.data.length > 0xffff) throw new CloudError("not-writable", `the record ${record.userId} ${record.recordId} is too long`);
    writeText(bytes, at + 2, 16, record.userId);
    view.setUint16(at + 18, record.recordId, true);
    view.setUint16(at + 20, record.data.length, true);
    writeText(bytes, at + 22, 32, record.description);
    bytes.set(record.data, at + VLR_HEADER);
    at += VLR_HEADER + record.data.length;
  }
  return bytes;
}

/** The bytes of extended records, as they follow the points. */
export function writeEvlrs(records: readonly VariableRecord[]): Uint8Array {
  const bytes = new Uint8Array(records.reduce((sum, record) => sum + EVLR_HEADER + record.data.length, 0));
  const view = viewOf(bytes);
  let at = 0;
  for (const record of records) {
    writeText(bytes, at + 2, 16, record.userId);
    view.setUint16(at + 18, record.recordId, true);
    writeUint64(view, at + 20, record.data.length);
    writeText(bytes, at + 28, 32, record.description);
    bytes.set(record.data, at + EVLR_HEADER);
    at += EVLR_HEADER + record.data.length;
  }
  return bytes;
}
