/** Rows in the binary format of PostgreSQL's COPY, in one growing buffer. Numbers are big-endian. */
export class BinaryRows {
  static readonly header = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);
  static readonly trailer = Buffer.from([0xff, 0xff]);
  #bytes: Buffer;
  length = 0;

  constructor(room: number) {
    this.#bytes = Buffer.allocUnsafe(room);
  }

  /** Returns the rows so far; further rows go into a new buffer. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.length);
    this.#bytes = Buffer.allocUnsafe(this.#bytes.length);
    this.length = 0;
    return taken;
  }

  /** Begins a row with this number of values. */
  row(values: number): void {
    this.#claim(2);
    this.length = this.#bytes.writeInt16BE(values, this.length);
  }

  null(): void {
    this.#claim(4);
    this.length = this.#bytes.writeInt32BE(-1, this.length);
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
    this.#bytes.writeInt32BE(written, this.length);
    this.length += 4 + written;
  }

  boolean(value: boolean): void {
    this.#begin(1);
    this.length = this.#bytes.writeUInt8(value ? 1 : 0, this.length);
  }

  integer(value: number | bigint): void {
    this.#begin(8);
    if (typeof value === "bigint") this.length = this.#bytes.writeBigInt64BE(value, this.length);
    else {
      this.#bytes.writeInt32BE(Math.floor(value / 2 ** 32), this.length);
      this.length = this.#bytes.writeUInt32BE(((value % 2 ** 32) + 2 ** 32) % 2 ** 32, this.length + 4);
    }
  }

  double(value: number): void {
    this.#begin(8);
    this.length = this.#bytes.writeDoubleBE(value, this.length);
  }

  /** @param days since 1 January 1970 */
  date(days: number): void {
    this.#begin(4);
    this.length = this.#bytes.writeInt32BE(days - DAYS_TO_2000, this.length);
  }

  #begin(length: number): void {
    this.#claim(4 + length);
    this.length = this.#bytes.writeInt32BE(length, this.length);
  }

  #claim(room: number): void {
    if (this.length + room <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.length + room));
    this.#bytes.copy(larger, 0, 0, this.length);
    this.#bytes = larger;
  }
}

/** PostgreSQL counts days from 1 January 2000. */
const DAYS_TO_2000 = 10_957;
