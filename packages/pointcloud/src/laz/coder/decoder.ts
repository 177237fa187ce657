import { CloudError } from "../../cloud-error.ts";
import type { BitModel, SymbolModel } from "./symbol-model.ts";

const SHORTEST = 2 ** 24;
/** An encoder's end can be cut by a few zero bytes. More missing bytes mean that the message is cut. */
const MISSING_BYTES_ALLOWED = 4;

/** Reads what ArithmeticEncoder writes: follows the same intervals, and asks in which share the message lies. */
export class ArithmeticDecoder {
  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;
  private value = 0;
  private length = 0xffffffff;

  /** Begins to read a message. */
  reset(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.at = 4;
    this.length = 0xffffffff;
    const byte = (i: number) => bytes[i] ?? 0;
    this.value = ((byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3)) >>> 0;
  }

  symbol(model: SymbolModel): number {
    const { distribution, table } = model;
    const unit = this.length >>> 15;
    const sought = (this.value / unit) >>> 0;
    let low = 0;
    let high = model.symbols;
    if (table !== undefined) {
      const slot = sought >>> model.tableShift;
      low = table[slot] as number;
      high = (table[slot + 1] as number) + 1;
    }
    while (high > low + 1) {
      const middle = (low + high) >> 1;
      if ((distribution[middle] as number) > sought) high = middle;
      else low = middle;
    }
    const before = Math.imul(distribution[low] as number, unit) >>> 0;
    const end = low === model.last ? this.length : Math.imul(distribution[low + 1] as number, unit) >>> 0;
    this.value -= before;
    this.length = end - before;
    if (this.length < SHORTEST) this.widen();
    model.counts[low] = (model.counts[low] as number) + 1;
    if (--model.untilUpdate === 0) model.update();
    return low;
  }

  bit(model: BitModel): number {
    const before = Math.imul(model.zero, this.length >>> 13) >>> 0;
    const bit = this.value >= before ? 1 : 0;
    if (bit === 0) {
      this.length = before;
      model.zeroCount++;
    } else {
      this.value -= before;
      this.length -= before;
    }
    if (this.length < SHORTEST) this.widen();
    if (--model.untilUpdate === 0) model.update();
    return bit;
  }

  /** Bits without a model, 32 at most, as an unsigned number. */
  raw(bits: number): number {
    if (bits > 19) {
      const low = this.raw(16);
      return ((this.raw(bits - 16) << 16) | low) >>> 0;
    }
    this.length >>>= bits;
    const value = (this.value / this.length) >>> 0;
    this.value -= Math.imul(value, this.length) >>> 0;
    if (this.length < SHORTEST) this.widen();
    return value;
  }

  /** A 32-bit integer without a model, as a signed number. */
  integer(): number {
    const low = this.raw(16);
    return (this.raw(16) << 16) | low;
  }

  /** How many bytes were read. */
  get position(): number {
    return this.at;
  }

  /**
   * To be called after the last symbol.
   *
   * @throws CloudError `chunk-broken` when the message went on after the last byte
   */
  assertComplete(what: string): void {
    if (this.at > this.bytes.length + MISSING_BYTES_ALLOWED) {
      throw new CloudError("chunk-broken", `the compressed bytes of ${what} end too early: ${this.bytes.length} are there`);
    }
  }

  private widen(): void {
    do {
      const byte = this.at < this.bytes.length ? (this.bytes[this.at] as number) : 0;
      this.at++;
      this.value = ((this.value << 8) | byte) >>> 0;
      this.length = (this.length << 8) >>> 0;
    } while (this.length < SHORTEST);
  }
}
