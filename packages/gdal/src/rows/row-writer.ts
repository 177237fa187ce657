import type { FeatureRow } from "../model.ts";

/**
 * Rows as bytes, to be read once more without the file: of each row its length in bytes (u32), the length of its EWKB (u32, NONE without),
 * the EWKB, how many values follow (u16), and of each value its column (u16), its kind (u8) and what it is. Nulls are left out. All little
 * endian. Which columns there are is told beside the file.
 */
export const ROWS_VERSION = 1;
export const NONE = 0xffffffff;
export const kinds = { false: 1, true: 2, number: 3, text: 4 } as const;

/** Bytes that grow. `length` of them count. */
export class Bytes {
  buffer: Buffer;
  view: DataView;
  length = 0;

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafeSlow(size);
    this.view = new DataView(this.buffer.buffer);
  }

  /** Makes room for so many more. */
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

  /** Bytes `start` to `end` of others. */
  copy(source: Uint8Array, start = 0, end = source.length): void {
    this.ensure(end - start);
    // A few bytes are copied faster one by one than by a call.
    if (end - start < 24) for (let at = start; at < end; at++) this.buffer[this.length++] = source[at] ?? 0;
    else {
      this.buffer.set(source.subarray(start, end), this.length);
      this.length += end - start;
    }
  }

  used(): Buffer {
    return this.buffer.subarray(0, this.length);
  }
}

/** Writes the values of one row behind one another. */
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

  /** A text that is UTF-8 already: bytes `start` to `end` of others. */
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

/** Rows of any reader as bytes; their columns are the fields that were read, in order. */
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
