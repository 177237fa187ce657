import type { BitModel, SymbolModel } from "./symbol-model.ts";

const SHORTEST = 2 ** 24;

/**
 * Arithmetic coder: the message so far is an interval of 32-bit fractions; each symbol narrows it to its share, and leading bytes that cannot
 * change any more are written.
 *
 * @source A. Said, "Introduction to Arithmetic Coding", HPL-2004-76, as LASzip uses it
 */
export class ArithmeticEncoder {
  private out = new Uint8Array(1 << 14);
  private size = 0;
  // Both are unsigned, kept as signed integers of 32 bits, which engines store without a box.
  private base = 0;
  private length = -1;

  /** Begins a new message. The buffer is used again. */
  reset(): void {
    this.size = 0;
    this.base = 0;
    this.length = -1;
  }

  symbol(model: SymbolModel, symbol: number): void {
    const unit = this.length >>> 15;
    const before = Math.imul(model.distribution[symbol] as number, unit) >>> 0;
    // The last symbol gets the low bits that the shares of the others leave over.
    const end = symbol === model.last ? this.length : Math.imul(model.distribution[symbol + 1] as number, unit);
    this.narrow(before, (end - before) | 0);
    model.counts[symbol] = (model.counts[symbol] as number) + 1;
    if (--model.untilUpdate === 0) model.update();
  }

  bit(model: BitModel, bit: number): void {
    const before = Math.imul(model.zero, this.length >>> 13) >>> 0;
    if (bit === 0) {
      model.zeroCount++;
      this.narrow(0, before | 0);
    } else this.narrow(before, (this.length - before) | 0);
    if (--model.untilUpdate === 0) model.update();
  }

  /** Bits without a model, 32 at most. */
  raw(bits: number, value: number): void {
    if (bits > 19) {
      this.raw(16, value & 0xffff);
      this.raw(bits - 16, value >>> 16);
      return;
    }
    const length = this.length >>> bits;
    this.narrow(Math.imul(value, length) >>> 0, length | 0);
  }

  /** A 32-bit integer without a model. */
  integer(value: number): void {
    this.raw(16, value & 0xffff);
    this.raw(16, value >>> 16);
  }

  /** Ends the message: a number inside the interval, 4 bytes in all. The bytes are valid until the next message. */
  done(): Uint8Array {
    if (this.length >>> 0 > 2 * SHORTEST) {
      this.narrow(SHORTEST, SHORTEST >>> 1);
      this.push(0);
    } else {
      this.narrow(SHORTEST >>> 1, SHORTEST >>> 9);
    }
    this.push(0);
    this.push(0);
    return this.out.subarray(0, this.size);
  }

  /** Moves the beginning of the interval, and writes the bytes that are settled. */
  private narrow(step: number, newLength: number): void {
    const before = this.base >>> 0;
    let base = (this.base + step) | 0;
    if (base >>> 0 < before) this.carry();
    let length = newLength;
    while (length >>> 24 === 0) {
      this.push(base >>> 24);
      base <<= 8;
      length <<= 8;
    }
    this.base = base;
    this.length = length;
  }

  private push(byte: number): void {
    if (this.size === this.out.length) {
      const larger = new Uint8Array(this.out.length * 2);
      larger.set(this.out);
      this.out = larger;
    }
    this.out[this.size++] = byte;
  }

  /** Adds one to the number that the written bytes form. */
  private carry(): void {
    let at = this.size - 1;
    while (this.out[at] === 0xff) this.out[at--] = 0;
    this.out[at] = (this.out[at] as number) + 1;
  }
}
