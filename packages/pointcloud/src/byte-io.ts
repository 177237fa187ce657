import { CloudError } from "./cloud-error.ts";

/**
 * Reads a range of a file. At the end of the file it returns fewer bytes than were asked for.
 *
 * @param offset first byte, counted from the beginning of the file
 */
export type ReadRange = (offset: number, length: number) => Promise<Uint8Array>;

/** Where a writer puts its bytes. Offsets go forward, except for a header that is completed at the end. */
export interface ByteSink {
  write(offset: number, bytes: Uint8Array): Promise<void>;
}

/**
 * Reads exactly `length` bytes.
 *
 * @param what names the part of the file in the error
 * @throws CloudError `truncated` when the file ends before
 */
export async function readExactly(read: ReadRange, offset: number, length: number, what: string): Promise<Uint8Array> {
  const bytes = await read(offset, length);
  if (bytes.length < length) {
    throw new CloudError("truncated", `the file ends inside ${what}: ${length} bytes were expected, ${bytes.length} are there`, offset);
  }
  return bytes.length === length ? bytes : bytes.subarray(0, length);
}

/** A file that is in memory. */
export function readFrom(bytes: Uint8Array): ReadRange {
  return async (offset, length) => bytes.subarray(Math.min(offset, bytes.length), Math.min(offset + length, bytes.length));
}

/** A DataView of the same bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Text of a field with a fixed width: it ends at the first null. Bytes above 127 are read as UTF-8, and as Latin-1 if they are not. */
export function readText(bytes: Uint8Array, offset: number, width: number): string {
  const field = bytes.subarray(offset, offset + width);
  const end = field.indexOf(0);
  const text = end < 0 ? field : field.subarray(0, end);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(text);
  } catch {
    return String.fromCharCode(...text);
  }
}

/** Writes a text into a field with a fixed width, filled with nulls. A longer text is cut. */
export function writeText(bytes: Uint8Array, offset: number, width: number, text: string): void {
  new TextEncoder().encodeInto(text, bytes.subarray(offset, offset + width));
}

/** A u64 as a number. Offsets and counts above 2^53 are refused by the caller: they come back as Infinity. */
export function readUint64(view: DataView, offset: number): number {
  const value = view.getUint32(offset, true) + view.getUint32(offset + 4, true) * 2 ** 32;
  return Number.isSafeInteger(value) ? value : Number.POSITIVE_INFINITY;
}

export function writeUint64(view: DataView, offset: number, value: number): void {
  view.setUint32(offset, value >>> 0, true);
  view.setUint32(offset + 4, Math.floor(value / 2 ** 32), true);
}
