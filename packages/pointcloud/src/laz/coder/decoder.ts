import { CloudError } from "../../cloud-error.ts";
import type { BitModel, SymbolModel } from "./symbol-model.ts";

const SHORTEST = 2 ** 24;
/** An encoder's end can be cut by a few zero bytes. More missing bytes mean that the message is cut. */
const MISSING_BYTES_ALLOWED = 4;

/** Reads what ArithmeticEncoder writes: follows the same intervals, and asks in which share the message lies. */
export class ArithmeticDecoder {
  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;
  // Both are unsigned, kept as signed integers of 32 bits, which engines store without a box.
  private value = 0;
  private length = -1;

  /**
   * Begins to read a message.
   *
   * @throws CloudError `chunk-broken` when the message lies outside all intervals: searches for its symbols would leave their tables
   */
  reset(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.at = 4;
    this.length = -1;
    const byte = (i: number) => bytes[i] ?? 0;
    this.value = (byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3);
    if (this.value === -1) throw new CloudError("chunk-broken", "the compressed bytes begin with a number that no encoder writes");
  }

  symbol(model: SymbolModel): number {
    const { distribution, table } = model;
    const { value, length } = this;
    const unit = length >>> 15;
    const sought = ((value >>> 0) / unit) >>> 0;
    // The table leads to the symbol itself or to one shortly before it. The distribution ends with a number that is never reached.
    let symbol = table[sought >>> model.tableShift] as number;
    while ((distribution[symbol + 1] as number) <= sought) symbol++;
    const before = Math.imul(distribution[symbol] as number, unit);
    const upper = symbol === model.last ? length : Math.imul(distribution[symbol + 1] as number, unit);
    this.value = (value - before) | 0;
    this.length = (upper - before) | 0;
    if (this.length >>> 24 === 0) this.widen();
    model.counts[symbol] = (model.counts[symbol] as number) + 1;
    if (--model.untilUpdate === 0) model.update();
    return symbol;
  }

  bit(model: BitModel): number {
    const before = Math.imul(model.zero, this.length >>> 13) >>> 0;
    const bit = this.value >>> 0 >= before ? 1 : 0;
    if (bit === 0) {
      this.length = before | 0;
      model.zeroCount++;
    } else {
      this.value = (this.value - before) | 0;
      this.length = (this.length - before) | 0;
    }
    if (this.length >>> 24 === 0) this.widen();
    if (--model.untilUpdate === 0) model.update();
    return bit;
  }

  /** Bits without a model, 32 at most, as an unsigned number. */
  raw(bits: number): number {
    if (bits > 19) {
      const low = this.raw(16);
      return ((this.raw(bits - 16) << 16) | low) >>> 0;
    }
    const length = this.length >>> bits;
    const value = ((this.value >>> 0) / length) >>> 0;
    this.value = (this.value - Math.imul(value, length)) | 0;
    this.length = length | 0;
    if (length < SHORTEST) this.widen();
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
      this.value = (this.value << 8) | byte;
      this.length <<= 8;
    } while (this.length >>> 24 === 0);
  }
}
