import type { FileHandle } from "node:fs/promises";
import type { RangeResponse, Source } from "pmtiles";

/** An open file for a reader of PMTiles. Its owner closes it. */
export class FileSource implements Source {
  readonly #handle: FileHandle;
  readonly #key: string;

  /** @param key names the content: readers keep parts of it under this key */
  constructor(handle: FileHandle, key: string) {
    this.#handle = handle;
    this.#key = key;
  }

  getKey(): string {
    return this.#key;
  }

  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await this.#handle.read(bytes, 0, length, offset);
    return { data: bytes.buffer.slice(0, bytesRead) };
  }
}
