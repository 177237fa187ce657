import type { ByteSink } from "../byte-io.ts";

/** A file in memory. */
export class MemorySink implements ByteSink {
  private buffer = new Uint8Array(1 << 16);
  private size = 0;

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    const end = offset + bytes.length;
    if (end > this.buffer.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.buffer.length));
      larger.set(this.buffer);
      this.buffer = larger;
    }
    this.buffer.set(bytes, offset);
    this.size = Math.max(this.size, end);
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.size);
  }
}
