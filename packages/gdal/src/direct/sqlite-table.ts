import { readSync } from "node:fs";
import { LeftToGdal } from "./left-to-gdal.ts";
import { SqliteRecord } from "./sqlite-record.ts";

/** Types of pages of a table, and where their cells are listed (sqlite.org/fileformat2.html, 1.6). */
const [INTERIOR, LEAF] = [5, 13];
const [INTERIOR_HEAD, LEAF_HEAD] = [12, 8];
/** Bytes of the file before the first page's own header. */
const FILE_HEAD = 100;
const MAX_DEPTH = 20;
/** Longest record. Longer ones would need more memory than the sandbox has. */
const MAX_RECORD = 64 * 1024 * 1024;
const NEAR_BYTES = 64 * 1024;
const AHEAD_BYTES = 1024 * 1024;

/**
 * The rows of one table of an SQLite file, in the order of their keys, from the pages themselves: a record is used where it lies, and nothing
 * is built for a row. What the table and its columns are, SQLite says; this walks over an ordinary table with a rowid.
 *
 * @param root number of the first page of the table (`sqlite_schema.rootpage`)
 * @param onRecord called for each row; the record is valid until it returns
 * @throws LeftToGdal when the file is not what the format demands
 */
export function scanTable(descriptor: number, size: number, root: number, onRecord: (record: SqliteRecord) => void): void {
  const head = Buffer.alloc(FILE_HEAD);
  readSync(descriptor, head, 0, FILE_HEAD, 0);
  const pageSize = head.readUInt16BE(16) === 1 ? 65536 : head.readUInt16BE(16);
  const isKnown = head.toString("latin1", 0, 16) === "SQLite format 3\0" && head.readUInt32BE(56) === 1 && pageSize >= 512;
  if (!isKnown) throw new LeftToGdal("another version or encoding");
  new TableScan(descriptor, size, pageSize, head[20] ?? 0, onRecord).walk(root, 0);
}

class TableScan {
  readonly #pages: Pages;
  readonly #overflows: Pages;
  /** Bytes of a page that hold content. */
  readonly #usable: number;
  readonly #record = new SqliteRecord();
  readonly #onRecord: (record: SqliteRecord) => void;
  /** A record whose parts are on several pages. */
  #joined = Buffer.alloc(0);
  #visited = 0;
  #lastKey = Number.NEGATIVE_INFINITY;

  constructor(descriptor: number, size: number, pageSize: number, reserved: number, onRecord: (record: SqliteRecord) => void) {
    this.#pages = new Pages(descriptor, size, pageSize);
    this.#overflows = new Pages(descriptor, size, pageSize);
    this.#usable = pageSize - reserved;
    this.#onRecord = onRecord;
  }

  /** Visits a page, and those below it from left to right. */
  walk(page: number, depth: number): void {
    // A damaged file may lead in circles.
    if (depth > MAX_DEPTH || ++this.#visited > this.#pages.count) throw new LeftToGdal("pages in a circle");
    const start = this.#pages.show(page);
    const { bytes } = this.#pages;
    const at = start + (page === 1 ? FILE_HEAD : 0);
    const cells = bytes.readUInt16BE(at + 3);
    if (at - start + INTERIOR_HEAD + 2 * cells > this.#usable) throw new LeftToGdal("more cells than a page has");
    if (bytes[at] === LEAF) {
      this.#leaf(bytes, start, at + LEAF_HEAD, cells);
      return;
    }
    if (bytes[at] !== INTERIOR) throw new LeftToGdal("a page of another type");
    // The pages below take the place of this one in memory.
    const below: number[] = [];
    for (let cell = 0; cell < cells; cell++) below.push(bytes.readUInt32BE(start + this.#cellAt(bytes, at + INTERIOR_HEAD, cell)));
    below.push(bytes.readUInt32BE(at + 8));
    for (const child of below) this.walk(child, depth + 1);
  }

  #cellAt(bytes: Buffer, list: number, cell: number): number {
    const at = bytes.readUInt16BE(list + 2 * cell);
    if (at + 4 > this.#usable) throw new LeftToGdal("a cell outside of its page");
    return at;
  }

  #leaf(bytes: Buffer, start: number, list: number, cells: number): void {
    const record = this.#record;
    const end = start + this.#usable;
    for (let cell = 0; cell < cells; cell++) {
      record.begin(bytes, start + this.#cellAt(bytes, list, cell));
      const length = record.varint();
      record.key = record.varint();
      if (!(record.key > this.#lastKey)) throw new LeftToGdal("keys out of order");
      this.#lastKey = record.key;
      const local = this.#localBytes(length);
      const at = record.at;
      if (at + local + (local < length ? 4 : 0) > end) throw new LeftToGdal("a record that is cut off");
      if (local < length) this.#joinedRecord(bytes, at, local, length);
      record.open(local < length ? this.#joined : bytes, local < length ? 0 : at, length);
      this.#onRecord(record);
    }
  }

  /** How many bytes of a record are on its own page (1.6, "payload"). */
  #localBytes(length: number): number {
    // A damaged one may claim more than the file has, from pages in a circle.
    if (length > Math.min(MAX_RECORD, this.#pages.size)) throw new LeftToGdal("a long record");
    const usable = this.#usable;
    if (length <= usable - 35) return length;
    const least = Math.floor(((usable - 12) * 32) / 255) - 23;
    const wanted = least + ((length - least) % (usable - 4));
    return wanted <= usable - 35 ? wanted : least;
  }

  #joinedRecord(bytes: Buffer, at: number, local: number, length: number): void {
    if (this.#joined.length < length) this.#joined = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.#joined.length));
    bytes.copy(this.#joined, 0, at, at + local);
    let next = bytes.readUInt32BE(at + local);
    for (let have = local; have < length; ) {
      const start = this.#overflows.show(next);
      const part = Math.min(length - have, this.#usable - 4);
      this.#overflows.bytes.copy(this.#joined, have, start + 4, start + 4 + part);
      next = this.#overflows.bytes.readUInt32BE(start);
      have += part;
    }
  }
}

/** Pages of a file in memory. Most follow one another; then many are read at once. */
class Pages {
  readonly count: number;
  readonly bytes = Buffer.allocUnsafeSlow(AHEAD_BYTES);
  readonly #descriptor: number;
  readonly size: number;
  readonly #pageSize: number;
  #start = 0;
  #end = 0;

  constructor(descriptor: number, size: number, pageSize: number) {
    this.#descriptor = descriptor;
    this.size = size;
    this.#pageSize = pageSize;
    this.count = Math.floor(size / pageSize);
  }

  /** Brings a page into memory, in the place of others. @returns where it begins in `bytes` @throws LeftToGdal beyond the end of the file */
  show(page: number): number {
    const position = (page - 1) * this.#pageSize;
    if (page < 1 || position + this.#pageSize > this.size) throw new LeftToGdal("a page beyond the end");
    if (position < this.#start || position + this.#pageSize > this.#end) {
      const follows = position >= this.#end && position < this.#end + NEAR_BYTES;
      this.#start = position;
      const wanted = Math.min(follows ? AHEAD_BYTES : NEAR_BYTES, this.size - position);
      this.#end = position + readSync(this.#descriptor, this.bytes, 0, wanted, position);
      if (this.#end < position + this.#pageSize) throw new LeftToGdal("a page that is cut off");
    }
    return position - this.#start;
  }
}
