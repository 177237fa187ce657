import type { ArithmeticDecoder } from "../coder/decoder.ts";
import type { ArithmeticEncoder } from "../coder/encoder.ts";
import { IntegerDecoder, IntegerEncoder } from "../coder/integer-coder.ts";
import type { ChunkState } from "./chunk-state.ts";
import { CHANGED, returnLevel } from "./contexts.ts";

const LEVELS = 8;

/** Heights: predicted from the last point of the channel that is as far from the last return of its pulse. */
export class ZEncoder {
  private readonly coders = Array.from({ length: 4 }, () => new IntegerEncoder(32, 20));
  private readonly last = new Int32Array(4 * LEVELS);

  encode(encoder: ArithmeticEncoder, z: Int32Array, state: ChunkState): void {
    const { channels, changes, previous, returns, heightContexts, count } = state;
    for (const coder of this.coders) coder.reset();
    this.last.fill(z[0] as number);
    for (let i = 1; i < count; i++) {
      const channel = channels[i] as number;
      const first = channel * LEVELS;
      if ((changes[i] as number) & CHANGED.firstOfChannel) this.last.fill(z[previous[i] as number] as number, first, first + LEVELS);
      const slot = first + returnLevel(returns[i] as number);
      (this.coders[channel] as IntegerEncoder).put(encoder, this.last[slot] as number, z[i] as number, heightContexts[i] as number);
      this.last[slot] = z[i] as number;
    }
  }
}

export class ZDecoder {
  private readonly coders = Array.from({ length: 4 }, () => new IntegerDecoder(32, 20));
  private readonly last = new Int32Array(4 * LEVELS);

  decode(decoder: ArithmeticDecoder, z: Int32Array, state: ChunkState): void {
    const { channels, changes, previous, returns, heightContexts, count } = state;
    for (const coder of this.coders) coder.reset();
    const { coders, last } = this;
    last.fill(z[0] as number);
    for (let i = 1; i < count; i++) {
      const channel = channels[i] as number;
      const first = channel * LEVELS;
      if ((changes[i] as number) & CHANGED.firstOfChannel) last.fill(z[previous[i] as number] as number, first, first + LEVELS);
      const slot = first + returnLevel(returns[i] as number);
      const height = (coders[channel] as IntegerDecoder).get(decoder, last[slot] as number, heightContexts[i] as number);
      last[slot] = height;
      z[i] = height;
    }
  }
}
