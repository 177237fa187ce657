import type { FeatureRow } from "../model.ts";

/**
 * Stores rows as bytes, to be read again without the file. Each row is its length in bytes (u32), the length of its EWKB (u32, NONE without),
 * the EWKB, the number of values (u16), and of each value its column (u16), its kind (u8) and its bytes. Nulls are left out. All numbers are
 * little endian. The list of columns is kept beside the file.
 */
export const ROWS_VERSION = 1;
export const NONE = 0xffffffff;
export const kinds = { false: 1, true: 2, number: 3, text: 4 } as const;

const { copy: copyBytes } = Buffer.prototype;

/** A growing buffer, of which the first `length` bytes are used. */
export class Bytes {
  buffer: Buffer;
  view: DataView;
  length = 0;

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafeSlow(size);
    this.view = new DataView(this.buffer.buffer);
  }

  /** Grows the buffer to fit `more` bytes. */
  ensure(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.length + more));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
    this.view = new DataView(larger.buffer);
  }

  uint8(value: number): void {
    this.ensure(1);
    this.buffer[this.length++] = value;
  }

  uint16(value: number): void {
    this.ensure(2);
    this.view.setUint16(this.length, value, true);
    this.length += 2;
  }

  uint32(value: number): void {
    this.ensure(4);
    this.view.setUint32(this.length, value, true);
    this.length += 4;
  }

  float64(value: number): void {
    this.ensure(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** Appends bytes `start` to `end` of another buffer. */
  copy(source: Uint8Array, start = 0, end = source.length): void {
    this.ensure(end - start);
    // A loop copies a few bytes faster than a call.
    if (end - start < 24) for (let at = start; at < end; at++) this.buffer[this.length++] = source[at] ?? 0;
    else {
      // Without a view of the part, of which there would be one for each geometry.
      copyBytes.call(source, this.buffer, this.length, start, end);
      this.length += end - start;
    }
  }

  used(): Buffer {
    return this.buffer.subarray(0, this.length);
  }
}

/** Writes the values of one row one after the other. */
export class RowValues {
  readonly bytes = new Bytes(64 * 1024);
  count = 0;

  clear(): void {
    this.bytes.length = 0;
    this.count = 0;
  }

  boolean(column: number, value: boolean): void {
    this.#begin(column, value ? kinds.true : kinds.false);
  }

  number(column: number, value: number): void {
    this.#begin(column, kinds.number);
    this.bytes.float64(value);
  }

  text(column: number, value: string): void {
    this.#begin(column, kinds.text);
    const size = Buffer.byteLength(value);
    this.bytes.uint32(size);
    this.bytes.ensure(size);
    this.bytes.length += this.bytes.buffer.write(value, this.bytes.length);
  }

  /** Appends a text already in UTF-8: bytes `start` to `end` of another buffer. */
  textBytes(column: number, source: Uint8Array, start: number, end: number): void {
    this.#begin(column, kinds.text);
    this.bytes.uint32(end - start);
    this.bytes.copy(source, start, end);
  }

  #begin(column: number, kind: number): void {
    this.count++;
    this.bytes.uint16(column);
    this.bytes.uint8(kind);
  }
}

/** Appends one row. */
export function writeRow(target: Bytes, ewkb: Uint8Array | null, values: RowValues): void {
  const shape = ewkb?.length ?? 0;
  target.ensure(10 + shape + values.bytes.length);
  target.uint32(6 + shape + values.bytes.length);
  target.uint32(ewkb === null ? NONE : shape);
  if (ewkb !== null) target.copy(ewkb);
  target.uint16(values.count);
  target.copy(values.bytes.buffer, 0, values.bytes.length);
}

/** Encodes the rows of any reader; their columns are the fields that were read, in order. */
export function encodeRows(rows: readonly FeatureRow[]): Buffer {
  const target = new Bytes(256 * 1024);
  const values = new RowValues();
  for (const row of rows) {
    values.clear();
    for (let column = 0; column < row.values.length; column++) {
      const value = row.values[column];
      if (typeof value === "string") values.text(column, value);
      else if (typeof value === "number") values.number(column, value);
      else if (typeof value === "boolean") values.boolean(column, value);
    }
    writeRow(target, row.ewkb, values);
  }
  return target.used();
}
