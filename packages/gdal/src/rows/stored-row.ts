import { open } from "node:fs/promises";
import { UnreadableError } from "../model.ts";
import { kinds, NONE } from "./row-writer.ts";

/** Whole stored rows (row-writer.ts), one behind the other. */
export interface StoredRows {
  bytes: Buffer;
  rows: number;
}

const PART_BYTES = 8 * 1024 * 1024;

/**
 * Reads a file of stored rows, some megabytes at a time. Two buffers take turns, because fresh ones would keep the garbage collector busy: a
 * part is valid until the second one after it is asked for.
 *
 * @throws UnreadableError when the bytes break off
 */
export async function* wholeRows(path: string, partBytes = PART_BYTES): AsyncGenerator<StoredRows> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    let [buffer, other] = [Buffer.allocUnsafeSlow(partBytes), Buffer.allocUnsafeSlow(partBytes)];
    for (let position = 0; position < size; ) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
      const { end, rows } = wholeIn(buffer.subarray(0, bytesRead));
      if (rows === 0) {
        const needed = bytesRead < 4 ? Number.POSITIVE_INFINITY : 4 + buffer.readUInt32LE(0);
        if (needed > size - position || needed <= buffer.length) throw new UnreadableError("broken", "the rows break off");
        buffer = Buffer.allocUnsafeSlow(needed);
        continue;
      }
      yield { bytes: buffer.subarray(0, end), rows };
      position += end;
      [buffer, other] = [other, buffer];
    }
  } finally {
    await file.close();
  }
}

/** How many rows are whole in these bytes, and where the last one ends. */
function wholeIn(bytes: Buffer): { end: number; rows: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [end, rows] = [0, 0];
  while (end + 4 <= bytes.length) {
    const next = end + 4 + view.getUint32(end, true);
    if (next > bytes.length) break;
    end = next;
    rows++;
  }
  return { end, rows };
}

/** Where a stored row has its shape and its values: a place in its bytes, without building anything. */
export class StoredRow {
  readonly bytes: Buffer;
  /** The shape is `bytes` from here to `shapeEnd`; -1 without one. */
  shapeStart = -1;
  shapeEnd = -1;
  /** By column: the kind of the value (`kinds`; 0 for null), and where its bytes are. */
  readonly kind: Uint8Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Buffer, columns: number) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.kind = new Uint8Array(columns);
    this.start = new Uint32Array(columns);
    this.end = new Uint32Array(columns);
  }

  /** Goes to the next row; false behind the last one. */
  next(): boolean {
    if (this.#at >= this.bytes.length) return false;
    const view = this.#view;
    let at = this.#at + 4;
    this.#at = at + view.getUint32(this.#at, true);
    const shape = view.getUint32(at, true);
    at += 4;
    this.shapeStart = shape === NONE ? -1 : at;
    if (shape !== NONE) at += shape;
    this.shapeEnd = at;
    this.kind.fill(0);
    const count = view.getUint16(at, true);
    at += 2;
    for (let value = 0; value < count; value++) {
      const column = view.getUint16(at, true);
      const kind = view.getUint8(at + 2);
      at += 3;
      if (kind === kinds.text) {
        const length = view.getUint32(at, true);
        at += 4;
        this.#value(column, kind, at, at + length);
        at += length;
      } else if (kind === kinds.number) {
        this.#value(column, kind, at, at + 8);
        at += 8;
      } else this.#value(column, kind, at, at);
    }
    return true;
  }

  /** The number in a column whose value is one. */
  number(column: number): number {
    return this.#view.getFloat64(this.start[column] ?? 0, true);
  }

  /** The value in a column. */
  value(column: number): string | number | boolean | null {
    const kind = this.kind[column];
    if (kind === undefined || kind === 0) return null;
    if (kind === kinds.number) return this.number(column);
    return kind === kinds.text ? this.bytes.toString("utf8", this.start[column], this.end[column]) : kind === kinds.true;
  }

  #value(column: number, kind: number, start: number, end: number): void {
    this.kind[column] = kind;
    this.start[column] = start;
    this.end[column] = end;
  }
}
