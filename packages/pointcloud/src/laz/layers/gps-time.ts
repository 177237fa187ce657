import type { ArithmeticDecoder } from "../coder/decoder.ts";
import type { ArithmeticEncoder } from "../coder/encoder.ts";
import { IntegerDecoder, IntegerEncoder } from "../coder/integer-coder.ts";
import { ModelBank } from "../coder/symbol-model.ts";
import type { ChunkState } from "./chunk-state.ts";
import { CHANGED } from "./contexts.ts";
import { GpsSequences, MULTIPLE, REMAINDER } from "./gps-sequences.ts";

/** Words of the 64 bits of a double on machines that store the low half first, which all of ours do. */
export function wordsOf(times: Float64Array): Uint32Array {
  return new Uint32Array(times.buffer, times.byteOffset, times.length * 2);
}

/**
 * GPS times, where the first layer says that they changed. The 64 bits of a double are treated as an integer.
 * One symbol says how the time continues its sequence: `fromStep` is the model of sequences with a usual step, `withoutStep` of those without.
 */
export class GpsTimeEncoder {
  private readonly sequences = Array.from({ length: 4 }, () => new GpsSequences());
  private readonly remainders = Array.from({ length: 4 }, () => new IntegerEncoder(32, 9));
  private readonly fromStep = new ModelBank(4, 515, false);
  private readonly withoutStep = new ModelBank(4, 5, false);

  encode(encoder: ArithmeticEncoder, times: Float64Array, state: ChunkState): void {
    const words = wordsOf(times);
    this.fromStep.reset();
    this.withoutStep.reset();
    for (const coder of this.remainders) coder.reset();
    (this.sequences[state.channels[0] as number] as GpsSequences).reset((words[1] as number) | 0, words[0] as number);
    for (let i = 1; i < state.count; i++) {
      const changes = state.changes[i] as number;
      const channel = state.channels[i] as number;
      const sequences = this.sequences[channel] as GpsSequences;
      const last = 2 * (state.previous[i] as number);
      if (changes & CHANGED.firstOfChannel) sequences.reset((words[last + 1] as number) | 0, words[last] as number);
      if (changes & CHANGED.gpsTime) this.put(encoder, channel, sequences, (words[2 * i + 1] as number) | 0, words[2 * i] as number);
    }
  }

  private put(encoder: ArithmeticEncoder, channel: number, sequences: GpsSequences, high: number, low: number): void {
    if (!sequences.fits(sequences.current, high, low)) {
      const other = nextThatFits(sequences, high, low);
      const hasStep = sequences.step[sequences.current] !== 0;
      if (other === 0) {
        this.putNew(encoder, channel, sequences, hasStep, high, low);
        return;
      }
      if (hasStep) encoder.symbol(this.fromStep.get(channel), MULTIPLE.newSequence + other);
      else encoder.symbol(this.withoutStep.get(channel), 1 + other);
      sequences.current = (sequences.current + other) & 3;
      sequences.fits(sequences.current, high, low);
    }
    const { current, difference } = sequences;
    const step = sequences.step[current] as number;
    const remainders = this.remainders[channel] as IntegerEncoder;
    if (step === 0) {
      encoder.symbol(this.withoutStep.get(channel), 0);
      remainders.put(encoder, 0, difference, REMAINDER.first);
      sequences.setStep(difference);
    } else {
      this.putMultiple(encoder, channel, sequences, step, difference);
    }
    sequences.high[current] = high;
    sequences.low[current] = low;
  }

  private putNew(encoder: ArithmeticEncoder, channel: number, sequences: GpsSequences, hasStep: boolean, high: number, low: number): void {
    if (hasStep) encoder.symbol(this.fromStep.get(channel), MULTIPLE.newSequence);
    else encoder.symbol(this.withoutStep.get(channel), 1);
    const before = sequences.high[sequences.current] as number;
    (this.remainders[channel] as IntegerEncoder).put(encoder, before, high, REMAINDER.highHalf);
    encoder.integer(low);
    sequences.startNew(high, low);
  }

  /** The difference as a multiple of the usual step, and what remains. */
  private putMultiple(encoder: ArithmeticEncoder, channel: number, sequences: GpsSequences, step: number, difference: number): void {
    const model = this.fromStep.get(channel);
    const remainders = this.remainders[channel] as IntegerEncoder;
    const ratio = Math.fround(Math.fround(difference) / Math.fround(step));
    const multiple = Math.trunc(ratio >= 0 ? ratio + 0.5 : ratio - 0.5);
    const { symbol, factor, context } = describeMultiple(multiple);
    encoder.symbol(model, symbol);
    remainders.put(encoder, Math.imul(factor, step), difference, context);
    if (context === REMAINDER.one) sequences.misfits[sequences.current] = 0;
    else if (isMisfit(context)) sequences.noteMisfit(difference);
  }
}

/** How far the next sequence is (1 to 3) that a time fits; 0 if no one does. */
function nextThatFits(sequences: GpsSequences, high: number, low: number): number {
  for (let i = 1; i < 4; i++) if (sequences.fits((sequences.current + i) & 3, high, low)) return i;
  return 0;
}

function describeMultiple(multiple: number): { symbol: number; factor: number; context: number } {
  if (multiple === 1) return { symbol: 1, factor: 1, context: REMAINDER.one };
  if (multiple >= MULTIPLE.most) return { symbol: MULTIPLE.most, factor: MULTIPLE.most, context: REMAINDER.most };
  if (multiple >= 2) return { symbol: multiple, factor: multiple, context: multiple < 10 ? REMAINDER.few : REMAINDER.many };
  if (multiple <= MULTIPLE.least) return { symbol: MULTIPLE.leastSymbol, factor: MULTIPLE.least, context: REMAINDER.least };
  if (multiple < 0) return { symbol: MULTIPLE.most - multiple, factor: multiple, context: REMAINDER.negative };
  return { symbol: 0, factor: 0, context: REMAINDER.zero };
}

function isMisfit(context: number): boolean {
  return context === REMAINDER.most || context === REMAINDER.least || context === REMAINDER.zero;
}

/** Reads how times continue their sequences. */
export class GpsTimeReader {
  private readonly remainders = Array.from({ length: 4 }, () => new IntegerDecoder(32, 9));
  private readonly fromStep: ModelBank;
  private readonly withoutStep: ModelBank;
  private readonly isPointwise: boolean;

  /** @param isPointwise formats 0 to 5 have one symbol more in both alphabets: the time did not change */
  constructor(isPointwise: boolean) {
    this.isPointwise = isPointwise;
    this.fromStep = new ModelBank(4, isPointwise ? 516 : 515, true);
    this.withoutStep = new ModelBank(4, isPointwise ? 6 : 5, true);
  }

  reset(): void {
    this.fromStep.reset();
    this.withoutStep.reset();
    for (const coder of this.remainders) coder.reset();
  }

  /** Reads the next time of a channel; it is the last one of the current sequence, then. */
  next(decoder: ArithmeticDecoder, channel: number, sequences: GpsSequences): void {
    const remainders = this.remainders[channel] as IntegerDecoder;
    for (;;) {
      const step = sequences.step[sequences.current] as number;
      const hasStep = step !== 0;
      let symbol = decoder.symbol(hasStep ? this.fromStep.get(channel) : this.withoutStep.get(channel));
      if (this.isPointwise) {
        const unchanged = hasStep ? MULTIPLE.newSequence : 0;
        if (symbol === unchanged) return;
        if (symbol > unchanged) symbol--;
      }
      const beyond = symbol - (hasStep ? MULTIPLE.newSequence : 1);
      if (beyond < 0) {
        this.nextDifference(decoder, remainders, sequences, symbol, step);
        return;
      }
      if (beyond === 0) {
        const high = remainders.get(decoder, sequences.high[sequences.current] as number, REMAINDER.highHalf);
        sequences.startNew(high, decoder.integer() >>> 0);
        return;
      }
      sequences.current = (sequences.current + beyond) & 3;
    }
  }

  private nextDifference(
    decoder: ArithmeticDecoder,
    remainders: IntegerDecoder,
    sequences: GpsSequences,
    symbol: number,
    step: number,
  ): void {
    if (step === 0) {
      const difference = remainders.get(decoder, 0, REMAINDER.first);
      sequences.advance(difference);
      sequences.setStep(difference);
      return;
    }
    const { factor, context } = describeMultiple(symbol > MULTIPLE.most ? MULTIPLE.most - symbol : symbol);
    const difference = remainders.get(decoder, Math.imul(factor, step), context);
    sequences.advance(difference);
    if (context === REMAINDER.one) sequences.misfits[sequences.current] = 0;
    else if (isMisfit(context)) sequences.noteMisfit(difference);
  }
}

export class GpsTimeDecoder {
  private readonly sequences = Array.from({ length: 4 }, () => new GpsSequences());
  private readonly reader = new GpsTimeReader(false);

  /** Fills the times. The first one is there already. */
  decode(decoder: ArithmeticDecoder, times: Float64Array, state: ChunkState): void {
    const words = wordsOf(times);
    this.reader.reset();
    (this.sequences[state.channels[0] as number] as GpsSequences).reset((words[1] as number) | 0, words[0] as number);
    for (let i = 1; i < state.count; i++) {
      const changes = state.changes[i] as number;
      const channel = state.channels[i] as number;
      const sequences = this.sequences[channel] as GpsSequences;
      const last = 2 * (state.previous[i] as number);
      if (changes & CHANGED.firstOfChannel) sequences.reset((words[last + 1] as number) | 0, words[last] as number);
      if (changes & CHANGED.gpsTime) {
        this.reader.next(decoder, channel, sequences);
        words[2 * i] = sequences.low[sequences.current] as number;
        words[2 * i + 1] = sequences.high[sequences.current] as number;
      } else {
        words[2 * i] = words[last] as number;
        words[2 * i + 1] = words[last + 1] as number;
      }
    }
  }
}
