/**
 * The beginning of a record whose end has not arrived. A record of many megabytes comes in small chunks: its buffer doubles, so that each byte
 * is copied a few times at most, however many chunks there are.
 */
export class PendingBytes {
  #rest: Buffer = Buffer.alloc(0);
  /** The buffer that `#rest` begins, with space behind it; null when others hold views of it. */
  #own: Buffer | null = null;
  #joined: Buffer = this.#rest;

  /** Bytes that wait. */
  get length(): number {
    return this.#rest.length;
  }

  /** What waits, and these bytes behind it. The caller may keep views of the records that it finds before `keep`. */
  with(raw: Uint8Array): Buffer {
    const chunk = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
    const length = this.#rest.length + chunk.length;
    if (this.#rest.length === 0) {
      this.#own = null;
      this.#joined = chunk;
      return chunk;
    }
    if (this.#own === null || this.#own.length < length) {
      const larger = Buffer.allocUnsafeSlow(2 * length);
      this.#rest.copy(larger);
      this.#own = larger;
    }
    chunk.copy(this.#own, this.#rest.length);
    this.#joined = this.#own.subarray(0, length);
    return this.#joined;
  }

  /** Lets the bytes from `start` of the joined ones wait. With `start` 0, no view of them may have been kept. */
  keep(start: number): void {
    this.#rest = this.#joined.subarray(start);
    if (start > 0) this.#own = null;
  }
}
