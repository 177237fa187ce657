import type { PointColumns } from "../../las/columns.ts";
import type { ArithmeticDecoder } from "../coder/decoder.ts";
import type { ArithmeticEncoder } from "../coder/encoder.ts";
import { ModelBank } from "../coder/symbol-model.ts";
import type { ChunkState } from "./chunk-state.ts";

export type Rgb = [red: Uint16Array, green: Uint16Array, blue: Uint16Array];

export function rgbOf(columns: PointColumns): Rgb | undefined {
  const { red, green, blue } = columns;
  return red && green && blue ? [red, green, blue] : undefined;
}

/** Bits of the symbol that says which bytes of a colour changed. */
const USED = { redLow: 1, redHigh: 2, greenLow: 4, greenHigh: 8, blueLow: 16, blueHigh: 32, isColoured: 64 } as const;
/** Models of the six bytes, in the order in which they are coded. */
const BYTE = { redLow: 0, redHigh: 1, greenLow: 2, blueLow: 4, greenHigh: 3, blueHigh: 5 } as const;

const clamp = (value: number) => (value < 0 ? 0 : Math.min(value, 255));
/** Half, rounded towards zero. */
const half = (value: number) => (value / 2) | 0;

/** Which bytes differ, and whether the new colour is not a grey. */
function usedBytes(rgb: Rgb, i: number, last: number): number {
  const [r, g, b] = [rgb[0][i] as number, rgb[1][i] as number, rgb[2][i] as number];
  const [dr, dg, db] = [r ^ (rgb[0][last] as number), g ^ (rgb[1][last] as number), b ^ (rgb[2][last] as number)];
  return (
    ((dr & 255) === 0 ? 0 : USED.redLow) |
    (dr >> 8 === 0 ? 0 : USED.redHigh) |
    ((dg & 255) === 0 ? 0 : USED.greenLow) |
    (dg >> 8 === 0 ? 0 : USED.greenHigh) |
    ((db & 255) === 0 ? 0 : USED.blueLow) |
    (db >> 8 === 0 ? 0 : USED.blueHigh) |
    (r === g && r === b ? 0 : USED.isColoured)
  );
}

/** Colours: changes of green are predicted from those of red, changes of blue from both. */
export class RgbCoder {
  private readonly used: ModelBank;
  private readonly bytes: ModelBank;

  constructor(forDecoder: boolean) {
    this.used = new ModelBank(4, 128, forDecoder);
    this.bytes = new ModelBank(4 * 6, 256, forDecoder);
  }

  reset(): void {
    this.used.reset();
    this.bytes.reset();
  }

  encode(encoder: ArithmeticEncoder, rgb: Rgb, state: ChunkState): void {
    this.reset();
    for (let i = 1; i < state.count; i++) this.put(encoder, rgb, i, state.itemPrevious[i] as number, state.itemContexts[i] as number);
  }

  decode(decoder: ArithmeticDecoder, rgb: Rgb, state: ChunkState): void {
    this.reset();
    for (let i = 1; i < state.count; i++) this.get(decoder, rgb, i, state.itemPrevious[i] as number, state.itemContexts[i] as number);
  }

  private put(encoder: ArithmeticEncoder, rgb: Rgb, i: number, last: number, context: number): void {
    const used = usedBytes(rgb, i, last);
    encoder.symbol(this.used.get(context), used);
    const [r, g, b] = [rgb[0][i] as number, rgb[1][i] as number, rgb[2][i] as number];
    const [lastR, lastG, lastB] = [rgb[0][last] as number, rgb[1][last] as number, rgb[2][last] as number];
    const byte = (which: number, value: number) => encoder.symbol(this.bytes.get(context * 6 + which), value & 255);
    let low = (r & 255) - (lastR & 255);
    let high = (r >> 8) - (lastR >> 8);
    if (used & USED.redLow) byte(BYTE.redLow, low);
    if (used & USED.redHigh) byte(BYTE.redHigh, high);
    if ((used & USED.isColoured) === 0) return;
    if (used & USED.greenLow) byte(BYTE.greenLow, (g & 255) - clamp(low + (lastG & 255)));
    if (used & USED.blueLow) {
      low = half(low + (g & 255) - (lastG & 255));
      byte(BYTE.blueLow, (b & 255) - clamp(low + (lastB & 255)));
    }
    if (used & USED.greenHigh) byte(BYTE.greenHigh, (g >> 8) - clamp(high + (lastG >> 8)));
    if (used & USED.blueHigh) {
      high = half(high + (g >> 8) - (lastG >> 8));
      byte(BYTE.blueHigh, (b >> 8) - clamp(high + (lastB >> 8)));
    }
  }

  /** One colour, predicted from the point `last`. */
  get(decoder: ArithmeticDecoder, rgb: Rgb, i: number, last: number, context: number): void {
    const used = decoder.symbol(this.used.get(context));
    const lastR = rgb[0][last] as number;
    const lastG = rgb[1][last] as number;
    const lastB = rgb[2][last] as number;
    const models = 6 * context;
    const redLow = used & USED.redLow ? this.byte(decoder, models + BYTE.redLow, lastR & 255) : lastR & 255;
    const redHigh = used & USED.redHigh ? this.byte(decoder, models + BYTE.redHigh, lastR >> 8) : lastR >> 8;
    const red = redLow | (redHigh << 8);
    rgb[0][i] = red;
    if ((used & USED.isColoured) === 0) {
      rgb[1][i] = rgb[2][i] = red;
      return;
    }
    const low = redLow - (lastR & 255);
    const greenLow = used & USED.greenLow ? this.byte(decoder, models + BYTE.greenLow, clamp(low + (lastG & 255))) : lastG & 255;
    const bothLow = half(low + greenLow - (lastG & 255));
    const blueLow = used & USED.blueLow ? this.byte(decoder, models + BYTE.blueLow, clamp(bothLow + (lastB & 255))) : lastB & 255;
    const high = redHigh - (lastR >> 8);
    const greenHigh = used & USED.greenHigh ? this.byte(decoder, models + BYTE.greenHigh, clamp(high + (lastG >> 8))) : lastG >> 8;
    const bothHigh = half(high + greenHigh - (lastG >> 8));
    const blueHigh = used & USED.blueHigh ? this.byte(decoder, models + BYTE.blueHigh, clamp(bothHigh + (lastB >> 8))) : lastB >> 8;
    rgb[1][i] = greenLow | (greenHigh << 8);
    rgb[2][i] = blueLow | (blueHigh << 8);
  }

  private byte(decoder: ArithmeticDecoder, model: number, predicted: number): number {
    return (decoder.symbol(this.bytes.get(model)) + predicted) & 255;
  }
}

/** Near infrared: which of the two bytes changed, then their differences. */
export class NirCoder {
  private readonly used: ModelBank;
  private readonly bytes: ModelBank;

  constructor(forDecoder: boolean) {
    this.used = new ModelBank(4, 4, forDecoder);
    this.bytes = new ModelBank(4 * 2, 256, forDecoder);
  }

  private reset(): void {
    this.used.reset();
    this.bytes.reset();
  }

  encode(encoder: ArithmeticEncoder, nir: Uint16Array, state: ChunkState): void {
    this.reset();
    for (let i = 1; i < state.count; i++) {
      const context = state.itemContexts[i] as number;
      const [now, last] = [nir[i] as number, nir[state.itemPrevious[i] as number] as number];
      const used = ((now ^ last) & 255 ? 1 : 0) | ((now ^ last) >> 8 ? 2 : 0);
      encoder.symbol(this.used.get(context), used);
      if (used & 1) encoder.symbol(this.bytes.get(2 * context), (now - last) & 255);
      if (used & 2) encoder.symbol(this.bytes.get(2 * context + 1), ((now >> 8) - (last >> 8)) & 255);
    }
  }

  decode(decoder: ArithmeticDecoder, nir: Uint16Array, state: ChunkState): void {
    this.reset();
    for (let i = 1; i < state.count; i++) {
      const context = state.itemContexts[i] as number;
      const last = nir[state.itemPrevious[i] as number] as number;
      const used = decoder.symbol(this.used.get(context));
      const low = used & 1 ? (decoder.symbol(this.bytes.get(2 * context)) + last) & 255 : last & 255;
      const high = used & 2 ? (decoder.symbol(this.bytes.get(2 * context + 1)) + (last >> 8)) & 255 : last >> 8;
      nir[i] = low | (high << 8);
    }
  }
}

/** One extra byte of all points: its difference to the last one. */
export class ExtraByteCoder {
  private readonly models: ModelBank;

  constructor(forDecoder: boolean) {
    this.models = new ModelBank(4, 256, forDecoder);
  }

  encode(encoder: ArithmeticEncoder, values: Uint8Array, state: ChunkState): void {
    this.models.reset();
    const { itemContexts, itemPrevious, count } = state;
    for (let i = 1; i < count; i++) {
      const step = (values[i] as number) - (values[itemPrevious[i] as number] as number);
      encoder.symbol(this.models.get(itemContexts[i] as number), step & 255);
    }
  }

  decode(decoder: ArithmeticDecoder, values: Uint8Array, state: ChunkState): void {
    this.models.reset();
    const { itemContexts, itemPrevious, count } = state;
    for (let i = 1; i < count; i++) {
      values[i] = decoder.symbol(this.models.get(itemContexts[i] as number)) + (values[itemPrevious[i] as number] as number);
    }
  }
}
