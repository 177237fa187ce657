import type { ArithmeticDecoder } from "../coder/decoder.ts";
import type { ArithmeticEncoder } from "../coder/encoder.ts";
import { ModelBank } from "../coder/symbol-model.ts";
import type { ChunkState } from "./chunk-state.ts";
import { returnKind } from "./contexts.ts";

/** How the last value chooses one of 64 models. */
interface ByteField {
  symbols: number;
  shift: number;
  mask: number;
  /** 1 if single returns have models of their own. */
  splitsSingleReturns: 0 | 1;
}

export const BYTE_FIELDS = {
  classification: { symbols: 256, shift: 0, mask: 31, splitsSingleReturns: 1 },
  /** Class flags in bits 0–3, scan direction in bit 4, edge of flight line in bit 5: see packFlags. */
  flags: { symbols: 64, shift: 0, mask: 63, splitsSingleReturns: 0 },
  userData: { symbols: 256, shift: 2, mask: 63, splitsSingleReturns: 0 },
} as const satisfies Record<string, ByteField>;

/** The flags byte of a record without the scanner channel, which is coded elsewhere. */
export function packFlags(flags: number): number {
  return (flags & 15) | ((flags >> 2) & 0x30);
}

export function unpackFlags(packed: number, channel: number): number {
  return (packed & 15) | ((packed & 0x30) << 2) | (channel << 4);
}

/** Fields of one byte whose new value is coded with the frequencies that followed the last value. */
export class ByteFieldCoder {
  private readonly models: ModelBank;
  private readonly field: ByteField;

  constructor(field: ByteField, forDecoder: boolean) {
    this.field = field;
    this.models = new ModelBank(4 * 64, field.symbols, forDecoder);
  }

  encode(encoder: ArithmeticEncoder, values: Uint8Array, state: ChunkState): void {
    this.models.reset();
    const { previous, count } = state;
    for (let i = 1; i < count; i++) {
      const model = this.models.get(this.context(state, i, values[previous[i] as number] as number));
      encoder.symbol(model, values[i] as number);
    }
  }

  decode(decoder: ArithmeticDecoder, values: Uint8Array, state: ChunkState): void {
    this.models.reset();
    const { previous, count } = state;
    for (let i = 1; i < count; i++) {
      const model = this.models.get(this.context(state, i, values[previous[i] as number] as number));
      values[i] = decoder.symbol(model);
    }
  }

  private context(state: ChunkState, i: number, last: number): number {
    const { shift, mask, splitsSingleReturns } = this.field;
    const single = returnKind(state.returns[i] as number) === 3 ? splitsSingleReturns : 0;
    return 64 * (state.channels[i] as number) + ((((last >> shift) & mask) << splitsSingleReturns) | single);
  }
}
