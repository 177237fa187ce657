import type { PointColumns } from "../../las/columns.ts";
import type { ArithmeticDecoder } from "../coder/decoder.ts";
import type { ArithmeticEncoder } from "../coder/encoder.ts";
import { IntegerDecoder, IntegerEncoder } from "../coder/integer-coder.ts";
import { StreamingMedian } from "../coder/streaming-median.ts";
import { ModelBank } from "../coder/symbol-model.ts";
import type { ChunkState } from "./chunk-state.ts";
import { CHANGED, channelOf, isOnlyReturn, magnitudeContext, returnGroup } from "./contexts.ts";
import { wordsOf } from "./gps-time.ts";

const CHANNELS = 4;
/** Six groups of returns, each with and without a change of GPS time. */
const MEDIANS = 12;
const CHANGE_CONTEXTS = 8;

/** Models of the first layer: what changed, returns, and the steps in x and y. */
class XyModels {
  protected readonly changes: ModelBank;
  protected readonly channels: ModelBank;
  protected readonly counts: ModelBank;
  protected readonly numbers: ModelBank;
  protected readonly numbersOfSamePulse: ModelBank;
  protected readonly medianX = Array.from({ length: CHANNELS * MEDIANS }, () => new StreamingMedian());
  protected readonly medianY = Array.from({ length: CHANNELS * MEDIANS }, () => new StreamingMedian());

  constructor(forDecoder: boolean) {
    this.changes = new ModelBank(CHANNELS * CHANGE_CONTEXTS, 128, forDecoder);
    this.channels = new ModelBank(CHANNELS, 3, forDecoder);
    this.counts = new ModelBank(CHANNELS * 16, 16, forDecoder);
    this.numbers = new ModelBank(CHANNELS * 16, 16, forDecoder);
    this.numbersOfSamePulse = new ModelBank(CHANNELS, 13, forDecoder);
  }

  protected resetModels(): void {
    for (const bank of [this.changes, this.channels, this.counts, this.numbers, this.numbersOfSamePulse]) bank.reset();
    for (const median of this.medianX) median.reset();
    for (const median of this.medianY) median.reset();
  }

  /** The context of "what changed": kind of the return before, and whether the GPS time changed there. */
  protected changeContext(returns: number, changes: number): number {
    return ((returns & 15) === 1 ? 1 : 0) + ((returns & 15) >= returns >> 4 ? 2 : 0) + ((changes & CHANGED.gpsTime) === 0 ? 0 : 4);
  }
}

export class XyEncoder extends XyModels {
  private readonly stepsX = Array.from({ length: CHANNELS }, () => new IntegerEncoder(32, 2));
  private readonly stepsY = Array.from({ length: CHANNELS }, () => new IntegerEncoder(32, 22));

  constructor() {
    super(false);
  }

  /** Fills the state of the chunk, which the other layers need. */
  encode(encoder: ArithmeticEncoder, columns: PointColumns, state: ChunkState): void {
    this.resetModels();
    for (const coder of [...this.stepsX, ...this.stepsY]) coder.reset();
    const { flags, returns, x, y, count } = columns;
    const { previous } = state;
    const times = columns.gpsTime && wordsOf(columns.gpsTime);
    for (let i = 1; i < count; i++) {
      const channel = flags === undefined ? 0 : channelOf(flags[i] as number);
      const isFirst = state.enter(i, channel);
      const last = previous[i] as number;
      const changes = changesOf(columns, times, i, last) | (channel === state.channels[i - 1] ? 0 : CHANGED.channel);
      this.putReturns(encoder, state, i, changes, returns?.[last] ?? 0, returns?.[i] ?? 0);
      state.changes[i] = changes | isFirst;
      const own = returns?.[i] ?? 0;
      const only = isOnlyReturn(own);
      const median = channel * MEDIANS + 2 * returnGroup(own) + ((changes & CHANGED.gpsTime) >> 4);
      const [medianX, medianY] = [this.medianX[median] as StreamingMedian, this.medianY[median] as StreamingMedian];
      const [coderX, coderY] = [this.stepsX[channel] as IntegerEncoder, this.stepsY[channel] as IntegerEncoder];
      const stepX = ((x[i] as number) - (x[last] as number)) | 0;
      coderX.put(encoder, medianX.median, stepX, only);
      medianX.add(stepX);
      const stepY = ((y[i] as number) - (y[last] as number)) | 0;
      coderY.put(encoder, medianY.median, stepY, only + magnitudeContext(coderX.magnitude, 20));
      medianY.add(stepY);
      state.heightContexts[i] = only + magnitudeContext((coderX.magnitude + coderY.magnitude) >> 1, 18);
    }
  }

  private putReturns(encoder: ArithmeticEncoder, state: ChunkState, i: number, changes: number, last: number, own: number): void {
    const before = state.channels[i - 1] as number;
    const context = this.changeContext(state.returns[i - 1] as number, state.changes[i - 1] as number);
    encoder.symbol(this.changes.get(before * CHANGE_CONTEXTS + context), changes);
    const channel = state.channels[i] as number;
    if (changes & CHANGED.channel) encoder.symbol(this.channels.get(before), (channel - before + 3) & 3);
    if (changes & CHANGED.returnCount) encoder.symbol(this.counts.get(channel * 16 + (last >> 4)), own >> 4);
    if ((changes & CHANGED.returnNumber) === 3) {
      if (changes & CHANGED.gpsTime) encoder.symbol(this.numbers.get(channel * 16 + (last & 15)), own & 15);
      else encoder.symbol(this.numbersOfSamePulse.get(channel), ((own - last) & 15) - 2);
    }
  }
}

/** Which fields differ from those of an earlier point. */
function changesOf(columns: PointColumns, times: Uint32Array | undefined, i: number, last: number): number {
  const { returns, scanAngle, pointSource } = columns;
  let changes = 0;
  if (returns !== undefined) {
    const [now, before] = [returns[i] as number, returns[last] as number];
    const step = (now - before) & 15;
    changes = step === 0 ? 0 : step === 1 ? 1 : step === 15 ? 2 : 3;
    if (now >> 4 !== before >> 4) changes |= CHANGED.returnCount;
  }
  if (scanAngle !== undefined && scanAngle[i] !== scanAngle[last]) changes |= CHANGED.scanAngle;
  if (pointSource !== undefined && pointSource[i] !== pointSource[last]) changes |= CHANGED.pointSource;
  // Bits are compared, not numbers: −0 and each NaN must come back as they are.
  if (times !== undefined && (times[2 * i] !== times[2 * last] || times[2 * i + 1] !== times[2 * last + 1])) changes |= CHANGED.gpsTime;
  return changes;
}

export class XyDecoder extends XyModels {
  private readonly stepsX = Array.from({ length: CHANNELS }, () => new IntegerDecoder(32, 2));
  private readonly stepsY = Array.from({ length: CHANNELS }, () => new IntegerDecoder(32, 22));

  constructor() {
    super(true);
  }

  /** Fills x and y, and the state of the chunk. The first point is there already. */
  decode(decoder: ArithmeticDecoder, columns: PointColumns, state: ChunkState): void {
    this.resetModels();
    for (const coder of [...this.stepsX, ...this.stepsY]) coder.reset();
    const { x, y, count } = columns;
    const { previous, returns, channels } = state;
    for (let i = 1; i < count; i++) {
      const changes = this.getReturns(decoder, state, i);
      const own = returns[i] as number;
      const channel = channels[i] as number;
      const last = previous[i] as number;
      const only = isOnlyReturn(own);
      const median = channel * MEDIANS + 2 * returnGroup(own) + ((changes & CHANGED.gpsTime) >> 4);
      const medianX = this.medianX[median] as StreamingMedian;
      const medianY = this.medianY[median] as StreamingMedian;
      const coderX = this.stepsX[channel] as IntegerDecoder;
      const coderY = this.stepsY[channel] as IntegerDecoder;
      const stepX = coderX.get(decoder, medianX.median, only);
      medianX.add(stepX);
      x[i] = (x[last] as number) + stepX;
      const stepY = coderY.get(decoder, medianY.median, only + magnitudeContext(coderX.magnitude, 20));
      medianY.add(stepY);
      y[i] = (y[last] as number) + stepY;
      state.heightContexts[i] = only + magnitudeContext((coderX.magnitude + coderY.magnitude) >> 1, 18);
    }
  }

  private getReturns(decoder: ArithmeticDecoder, state: ChunkState, i: number): number {
    const before = state.channels[i - 1] as number;
    const context = this.changeContext(state.returns[i - 1] as number, state.changes[i - 1] as number);
    const changes = decoder.symbol(this.changes.get(before * CHANGE_CONTEXTS + context));
    const channel = changes & CHANGED.channel ? (before + decoder.symbol(this.channels.get(before)) + 1) & 3 : before;
    state.changes[i] = changes | state.enter(i, channel);
    const last = state.returns[state.previous[i] as number] as number;
    const count = changes & CHANGED.returnCount ? decoder.symbol(this.counts.get(channel * 16 + (last >> 4))) : last >> 4;
    state.returns[i] = this.getNumber(decoder, changes, channel, last & 15) | (count << 4);
    return changes;
  }

  private getNumber(decoder: ArithmeticDecoder, changes: number, channel: number, last: number): number {
    const how = changes & CHANGED.returnNumber;
    if (how === 0) return last;
    if (how === 1) return (last + 1) & 15;
    if (how === 2) return (last + 15) & 15;
    if (changes & CHANGED.gpsTime) return decoder.symbol(this.numbers.get(channel * 16 + last));
    return (last + decoder.symbol(this.numbersOfSamePulse.get(channel)) + 2) & 15;
  }
}
