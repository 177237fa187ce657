import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { LeftToGdal } from "./left-to-gdal.ts";

const CHUNK_BYTES = 1024 * 1024;

/** A part of a file in memory, which moves on. Going back reads the chunk again. */
export class Window {
  readonly size: number;
  bytes = Buffer.alloc(0);
  view = new DataView(new ArrayBuffer(0));
  readonly #descriptor: number;
  #start = 0;
  #end = 0;

  constructor(path: string) {
    this.#descriptor = openSync(path, "r");
    this.size = fstatSync(this.#descriptor).size;
  }

  /** Brings these bytes of the file into memory. @returns where they begin in `view` @throws LeftToGdal beyond its end */
  show(position: number, length: number): number {
    if (position + length > this.size) throw new LeftToGdal("a file that breaks off");
    if (position < this.#start || position + length > this.#end) {
      if (this.bytes.length < length || this.bytes.length === 0) {
        this.bytes = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, length * 2));
        this.view = new DataView(this.bytes.buffer);
      }
      this.#start = position;
      this.#end = position;
      while (this.#end < position + length) {
        const read = readSync(this.#descriptor, this.bytes, this.#end - position, this.bytes.length - (this.#end - position), this.#end);
        if (read === 0) throw new LeftToGdal("a file that breaks off");
        this.#end += read;
      }
    }
    return position - this.#start;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
