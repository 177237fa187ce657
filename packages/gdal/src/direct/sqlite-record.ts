import { LeftToGdal } from "./left-to-gdal.ts";

/** Most columns of a table (SQLITE_MAX_COLUMN allows 32,767). */
const MAX_COLUMNS = 32_767;
/** Serial types (sqlite.org/fileformat2.html, 2.1): null, whole numbers by their bytes, a double, 0, 1; then blobs (even) and texts (odd). */
const [NULL, DOUBLE, ZERO, ONE, FIRST_BLOB] = [0, 7, 8, 9, 12];
const WHOLE_BYTES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

/** One record of an SQLite table: where its values lie in the bytes of a page. */
export class SqliteRecord {
  bytes: Buffer = Buffer.alloc(0);
  /** The rowid. */
  key = 0;
  /** Number of columns. Columns that were added to the table later are missing. */
  columns = 0;
  at = 0;
  #view: DataView = new DataView(new ArrayBuffer(0));
  readonly #types = new Float64Array(MAX_COLUMNS);
  readonly #starts = new Uint32Array(MAX_COLUMNS);

  /** Reads numbers from here on. */
  begin(bytes: Buffer, at: number): void {
    if (this.bytes !== bytes) {
      this.bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.at = at;
  }

  /** Finds the values of a record of `length` bytes. @throws LeftToGdal when they do not fit together */
  open(bytes: Buffer, start: number, length: number): void {
    this.begin(bytes, start);
    let value = start + this.varint();
    const values = value;
    const end = start + length;
    if (values > end) throw new LeftToGdal("a record without values");
    let column = 0;
    for (; this.at < values; column++) {
      if (column >= MAX_COLUMNS) throw new LeftToGdal("too many columns");
      const type = this.varint();
      this.#types[column] = type;
      this.#starts[column] = value;
      value += type < FIRST_BLOB ? (WHOLE_BYTES[type] ?? Number.NaN) : (type - FIRST_BLOB - (type % 2)) / 2;
    }
    // Written so that NaN, of the types that nobody uses, fails too.
    if (!(value <= end) || this.at !== values) throw new LeftToGdal("a record that does not fit together");
    this.columns = column;
  }

  isNull(column: number): boolean {
    return column >= this.columns || this.#types[column] === NULL;
  }

  isBlob(column: number): boolean {
    const type = this.#types[column] ?? NULL;
    return type >= FIRST_BLOB && type % 2 === 0;
  }

  isText(column: number): boolean {
    const type = this.#types[column] ?? NULL;
    return type >= FIRST_BLOB && type % 2 === 1;
  }

  /** Where a blob or a text lies in `bytes`. */
  start(column: number): number {
    return this.#starts[column] ?? 0;
  }

  end(column: number): number {
    const type = this.#types[column] ?? NULL;
    return this.start(column) + (type - FIRST_BLOB - (type % 2)) / 2;
  }

  /** A number; NaN for any other value. @throws LeftToGdal beyond 2^53 */
  number(column: number): number {
    const type = this.#types[column] ?? NULL;
    const at = this.start(column);
    const view = this.#view;
    switch (type) {
      case 1:
        return view.getInt8(at);
      case 2:
        return view.getInt16(at);
      case 3:
        return view.getInt8(at) * 0x10000 + view.getUint16(at + 1);
      case 4:
        return view.getInt32(at);
      case 5:
        return view.getInt16(at) * 2 ** 32 + view.getUint32(at + 2);
      case 6: {
        const value = view.getInt32(at) * 2 ** 32 + view.getUint32(at + 4);
        if (!Number.isSafeInteger(value)) throw new LeftToGdal("a number beyond 2^53");
        return value;
      }
      case DOUBLE:
        return view.getFloat64(at);
      case ZERO:
        return 0;
      case ONE:
        return 1;
      default:
        return Number.NaN;
    }
  }

  /** A number of 1 to 9 bytes, of seven bits each but the last. @throws LeftToGdal beyond 2^53 */
  varint(): number {
    const { bytes } = this;
    let value = 0;
    for (let byte = 0; byte < 8; byte++) {
      const part = bytes[this.at++] ?? 0;
      if (part < 0x80) return value * 0x80 + part;
      value = value * 0x80 + part - 0x80;
    }
    // Nine bytes hold 64 bits: a negative key, or one beyond 2^53.
    throw new LeftToGdal("a number beyond 2^53");
  }
}
