/**
 * Up to four sequences of GPS times, because points of several flight lines alternate. Each has its last time (64 bits, as two halves) and the
 * step that was usual; new times are coded as multiples of it.
 */
export class GpsSequences {
  readonly high = new Int32Array(4);
  readonly low = new Uint32Array(4);
  readonly step = new Int32Array(4);
  /** How often in a row the step did not fit at all. */
  readonly misfits = new Uint8Array(4);
  /** The sequence of the last point. */
  current = 0;
  private newest = 0;

  reset(high: number, low: number): void {
    this.high.fill(0);
    this.low.fill(0);
    this.step.fill(0);
    this.misfits.fill(0);
    this.current = this.newest = 0;
    this.high[0] = high;
    this.low[0] = low;
  }

  /** Does the difference to the last time of a sequence fit into 32 bits? `difference` is it, then. */
  fits(sequence: number, high: number, low: number): boolean {
    const before = this.low[sequence] as number;
    const borrow = low < before ? 1 : 0;
    this.difference = (low - before) | 0;
    return ((high - (this.high[sequence] as number) - borrow) | 0) === this.difference >> 31;
  }
  difference = 0;

  /** A time that fits no sequence replaces the oldest one. */
  startNew(high: number, low: number): void {
    this.newest = (this.newest + 1) & 3;
    this.current = this.newest;
    this.high[this.current] = high;
    this.low[this.current] = low;
    this.step[this.current] = 0;
    this.misfits[this.current] = 0;
  }

  /** The usual step after a difference that did not fit it: the fourth in a row becomes the usual one. */
  noteMisfit(difference: number): void {
    const misfits = (this.misfits[this.current] as number) + 1;
    this.misfits[this.current] = misfits;
    if (misfits > 3) this.setStep(difference);
  }

  setStep(difference: number): void {
    this.step[this.current] = difference;
    this.misfits[this.current] = 0;
  }

  /** Adds a signed 32-bit difference to the last time of the current sequence. */
  advance(difference: number): void {
    const sum = (this.low[this.current] as number) + (difference >>> 0);
    const carry = sum > 0xffffffff ? 1 : 0;
    this.low[this.current] = sum >>> 0;
    this.high[this.current] = (this.high[this.current] as number) + (difference >> 31) + carry;
  }
}

/** Symbols of a time whose sequence has a usual step. */
export const MULTIPLE = { most: 500, least: -10, leastSymbol: 510, newSequence: 511 } as const;
/** Contexts of the remainder that follows. */
export const REMAINDER = { first: 0, one: 1, few: 2, many: 3, most: 4, negative: 5, least: 6, zero: 7, highHalf: 8 } as const;
