/** Rows in the binary format of PostgreSQL's COPY, in one growing buffer. Numbers are big-endian. */
export class BinaryRows {
  static readonly header = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);
  static readonly trailer = Buffer.from([0xff, 0xff]);
  #bytes: Buffer;
  #view: DataView;
  length = 0;

  constructor(room: number) {
    this.#bytes = Buffer.allocUnsafeSlow(room);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** The rows so far, until `clear`. */
  used(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  /** Further rows take the place of those so far. A new buffer for each part would keep the garbage collector busy. */
  clear(): void {
    this.length = 0;
  }

  /** Begins a row with this number of values. */
  row(values: number): void {
    this.#claim(2);
    this.#view.setInt16(this.length, values);
    this.length += 2;
  }

  null(): void {
    this.#claim(4);
    this.#view.setInt32(this.length, -1);
    this.length += 4;
  }

  bytes(value: Uint8Array): void {
    this.#begin(value.length);
    this.#bytes.set(value, this.length);
    this.length += value.length;
  }

  text(value: string): void {
    // A UTF-16 unit takes at most three bytes.
    this.#claim(4 + value.length * 3);
    const written = this.#bytes.write(value, this.length + 4, "utf8");
    this.#view.setInt32(this.length, written);
    this.length += 4 + written;
  }

  /** A text already in UTF-8, without NUL: bytes `start` to `end` of another buffer. */
  textBytes(source: Buffer, start: number, end: number): void {
    this.#begin(end - start);
    source.copy(this.#bytes, this.length, start, end);
    this.length += end - start;
  }

  /** A value of two parts: `head`, then bytes `start` to `end` of another buffer. */
  joined(head: Uint8Array, source: Buffer, start: number, end: number): void {
    this.#begin(head.length + end - start);
    this.#bytes.set(head, this.length);
    source.copy(this.#bytes, this.length + head.length, start, end);
    this.length += head.length + end - start;
  }

  boolean(value: boolean): void {
    this.#begin(1);
    this.#bytes[this.length++] = value ? 1 : 0;
  }

  integer(value: number | bigint): void {
    this.#begin(8);
    if (typeof value === "bigint") this.#view.setBigInt64(this.length, value);
    else {
      this.#view.setInt32(this.length, Math.floor(value / 2 ** 32));
      this.#view.setUint32(this.length + 4, value >>> 0);
    }
    this.length += 8;
  }

  double(value: number): void {
    this.#begin(8);
    this.#view.setFloat64(this.length, value);
    this.length += 8;
  }

  /** @param days since 1 January 1970 */
  date(days: number): void {
    this.#begin(4);
    this.#view.setInt32(this.length, days - DAYS_TO_2000);
    this.length += 4;
  }

  #begin(length: number): void {
    this.#claim(4 + length);
    this.#view.setInt32(this.length, length);
    this.length += 4;
  }

  #claim(room: number): void {
    if (this.length + room <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.length + room));
    this.#bytes.copy(larger, 0, 0, this.length);
    this.#replace(larger);
  }

  #replace(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}

/** PostgreSQL counts days from 1 January 2000. */
const DAYS_TO_2000 = 10_957;
