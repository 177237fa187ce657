/** A growing buffer for protobuf. It is reused between tiles, so that encoding a feature allocates nothing. */
export class ByteSink {
  bytes = new Uint8Array(64 * 1024);
  view = new DataView(this.bytes.buffer);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  /** Grows the buffer to fit `extra` more bytes. */
  reserve(extra: number): void {
    const needed = this.length + extra;
    if (needed <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** A whole number 0 ≤ value ≤ 2^53 as varint. */
  varint(value: number): void {
    this.reserve(10);
    const { bytes } = this;
    let rest = value;
    while (rest >= 0x80000000) {
      bytes[this.length++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    while (rest > 0x7f) {
      bytes[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[this.length++] = rest;
  }

  /** 64 bits given as two unsigned halves, as varint. */
  varint64(high: number, low: number): void {
    this.reserve(10);
    let h = high >>> 0;
    let l = low >>> 0;
    while (h !== 0 || l > 0x7f) {
      this.bytes[this.length++] = (l & 0x7f) | 0x80;
      l = ((l >>> 7) | (h << 25)) >>> 0;
      h >>>= 7;
    }
    this.bytes[this.length++] = l;
  }

  /** Copies `count` bytes of another buffer. */
  copy(source: Uint8Array, start: number, count: number): void {
    this.reserve(count);
    const { bytes } = this;
    const at = this.length;
    // For a few bytes, creating a subarray costs more than copying them.
    if (count > 64) bytes.set(source.subarray(start, start + count), at);
    else for (let index = 0; index < count; index++) bytes[at + index] = source[start + index] as number;
    this.length = at + count;
  }

  /** A length-delimited field that holds another sink's bytes. */
  nested(tag: number, content: ByteSink): void {
    this.varint(tag);
    this.varint(content.length);
    this.copy(content.bytes, 0, content.length);
  }

  /** What was written, until more is. */
  written(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }
}

/** How many bytes a varint of 0 ≤ value < 2^32 takes. */
export function varintSize(value: number): number {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : value < 0x10000000 ? 4 : 5;
}
