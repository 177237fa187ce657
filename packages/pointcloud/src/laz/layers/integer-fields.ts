import type { ArithmeticDecoder } from "../coder/decoder.ts";
import type { ArithmeticEncoder } from "../coder/encoder.ts";
import { IntegerDecoder, IntegerEncoder } from "../coder/integer-coder.ts";
import type { ChunkState } from "./chunk-state.ts";
import { CHANGED, returnKind } from "./contexts.ts";

const KINDS = 8;

/** Intensity: predicted from the last one with the same kind of return, with or without a change of GPS time. */
export class IntensityEncoder {
  private readonly coders = Array.from({ length: 4 }, () => new IntegerEncoder(16, 4));
  private readonly last = new Uint16Array(4 * KINDS);

  encode(encoder: ArithmeticEncoder, values: Uint16Array, state: ChunkState): void {
    for (const coder of this.coders) coder.reset();
    this.last.fill(values[0] as number);
    for (let i = 1; i < state.count; i++) {
      const channel = state.channels[i] as number;
      const slot = intensitySlot(this.last, values, state, i);
      (this.coders[channel] as IntegerEncoder).put(encoder, this.last[slot] as number, values[i] as number, (slot >> 1) & 3);
      this.last[slot] = values[i] as number;
    }
  }
}

export class IntensityDecoder {
  private readonly coders = Array.from({ length: 4 }, () => new IntegerDecoder(16, 4));
  private readonly last = new Uint16Array(4 * KINDS);

  decode(decoder: ArithmeticDecoder, values: Uint16Array, state: ChunkState): void {
    for (const coder of this.coders) coder.reset();
    const { coders, last } = this;
    last.fill(values[0] as number);
    for (let i = 1; i < state.count; i++) {
      const channel = state.channels[i] as number;
      const slot = intensitySlot(last, values, state, i);
      const value = (coders[channel] as IntegerDecoder).get(decoder, last[slot] as number, (slot >> 1) & 3);
      last[slot] = value;
      values[i] = value;
    }
  }
}

/** Where the prediction of a point is: 8 places a channel, which a new channel fills with the value before. */
function intensitySlot(last: Uint16Array, values: Uint16Array, state: ChunkState, i: number): number {
  const first = (state.channels[i] as number) * KINDS;
  const changes = state.changes[i] as number;
  if (changes & CHANGED.firstOfChannel) last.fill(values[state.previous[i] as number] as number, first, first + KINDS);
  return first + 2 * returnKind(state.returns[i] as number) + ((changes & CHANGED.gpsTime) >> 4);
}

/** Scan angle and point source: coded only where the first layer says that they changed. */
export class ChangedFieldEncoder {
  private readonly coders = Array.from({ length: 4 }, () => new IntegerEncoder(16, 2));
  private readonly change: number;

  constructor(change: number) {
    this.change = change;
  }

  encode(encoder: ArithmeticEncoder, values: Int16Array | Uint16Array, state: ChunkState): void {
    for (const coder of this.coders) coder.reset();
    for (let i = 1; i < state.count; i++) {
      const changes = state.changes[i] as number;
      if ((changes & this.change) === 0) continue;
      const coder = this.coders[state.channels[i] as number] as IntegerEncoder;
      coder.put(encoder, values[state.previous[i] as number] as number, values[i] as number, changedContext(this.change, changes));
    }
  }
}

export class ChangedFieldDecoder {
  private readonly coders = Array.from({ length: 4 }, () => new IntegerDecoder(16, 2));
  private readonly change: number;

  constructor(change: number) {
    this.change = change;
  }

  decode(decoder: ArithmeticDecoder, values: Int16Array | Uint16Array, state: ChunkState): void {
    for (const coder of this.coders) coder.reset();
    for (let i = 1; i < state.count; i++) {
      const changes = state.changes[i] as number;
      const last = values[state.previous[i] as number] as number;
      if ((changes & this.change) === 0) {
        values[i] = last;
        continue;
      }
      const coder = this.coders[state.channels[i] as number] as IntegerDecoder;
      values[i] = coder.get(decoder, last, changedContext(this.change, changes));
    }
  }
}

/** Scan angles have a context of their own where the GPS time changed. */
function changedContext(change: number, changes: number): number {
  return change === CHANGED.scanAngle ? (changes & CHANGED.gpsTime) >> 4 : 0;
}
