import { closeSync, openSync } from "node:fs";
import { writeAll } from "@archipel/sandbox/write-all.ts";
import { Bytes, NONE, RowValues } from "../rows/row-writer.ts";
import { LeftToGdal } from "./left-to-gdal.ts";

const FLUSH_BYTES = 512 * 1024;
/** Limit of the rows of one layer on disk. */
const MAX_ROWS_BYTES = 4 * 1024 ** 3;

/**
 * Writes the rows of a layer to a file, in the format of rows/row-writer.ts. For each row: `begin`, the shape (appended to `bytes`), `shapeEnds`,
 * the values, `end`.
 */
export class RowsOutput {
  readonly bytes = new Bytes(FLUSH_BYTES + 256 * 1024);
  readonly values = new RowValues();
  readonly #descriptor: number;
  readonly #onWritten: (bytes: number) => void;
  #written = 0;
  #start = 0;
  #hasShape = false;

  /** @param onWritten called with the number of bytes in the file whenever it has grown */
  constructor(path: string, onWritten: (bytes: number) => void) {
    this.#descriptor = openSync(path, "w");
    this.#onWritten = onWritten;
  }

  begin(): void {
    this.#start = this.bytes.length;
    this.#hasShape = false;
    this.bytes.ensure(8);
    this.bytes.length += 8;
    this.values.clear();
  }

  /** The shape of the row is what was appended to `bytes` since `begin`. */
  shapeEnds(): void {
    this.#hasShape = true;
    this.bytes.view.setUint32(this.#start + 4, this.bytes.length - this.#start - 8, true);
  }

  /** @throws LeftToGdal when the rows take too much of a disk */
  end(): void {
    const { bytes, values } = this;
    if (!this.#hasShape) bytes.view.setUint32(this.#start + 4, NONE, true);
    bytes.uint16(values.count);
    bytes.copy(values.bytes.buffer, 0, values.bytes.length);
    bytes.view.setUint32(this.#start, bytes.length - this.#start - 4, true);
    if (bytes.length >= FLUSH_BYTES) this.flush();
  }

  flush(): void {
    this.#written += this.bytes.length;
    if (this.#written > MAX_ROWS_BYTES) throw new LeftToGdal("too much for a disk");
    writeAll(this.#descriptor, this.bytes.used());
    this.bytes.length = 0;
    this.#onWritten(this.#written);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
