import type { ArithmeticDecoder } from "./decoder.ts";
import type { ArithmeticEncoder } from "./encoder.ts";
import { BitModel, ModelBank, SymbolModel } from "./symbol-model.ts";

/** Bits of a difference that have a model; lower ones are written as they are. */
const MODELLED_BITS = 8;

/**
 * Integers as differences from a prediction. A difference is coded as its magnitude k (its number of bits, with a model for each context), then
 * its place among the 2^k values of this magnitude.
 */
class IntegerModels {
  protected readonly bits: number;
  protected readonly magnitudes: ModelBank;
  protected readonly zeroOrOne = new BitModel();
  private readonly places: (SymbolModel | undefined)[] = new Array<SymbolModel | undefined>(33).fill(undefined);
  private readonly forDecoder: boolean;
  /** Magnitude of the last difference: later fields use it as a context. */
  magnitude = 0;

  /** @param bits 32 or 16: values wrap at this width */
  constructor(bits: 16 | 32, contexts: number, forDecoder: boolean) {
    this.bits = bits;
    this.forDecoder = forDecoder;
    this.magnitudes = new ModelBank(contexts, bits + 1, forDecoder);
  }

  reset(): void {
    this.magnitude = 0;
    this.zeroOrOne.reset();
    this.magnitudes.reset();
    for (const model of this.places) model?.reset();
  }

  protected placesOf(magnitude: number): SymbolModel {
    const model = this.places[magnitude];
    if (model !== undefined) return model;
    const made = new SymbolModel(1 << Math.min(magnitude, MODELLED_BITS), this.forDecoder);
    this.places[magnitude] = made;
    return made;
  }
}

export class IntegerEncoder extends IntegerModels {
  constructor(bits: 16 | 32, contexts: number) {
    super(bits, contexts, false);
  }

  put(encoder: ArithmeticEncoder, predicted: number, real: number, context: number): void {
    let difference = (real - predicted) | 0;
    if (this.bits === 16) difference = (difference << 16) >> 16;
    // Magnitude k holds the differences −(2^k − 1) … −2^(k−1) and 2^(k−1) + 1 … 2^k; magnitude 0 holds 0 and 1.
    const size = difference <= 0 ? -difference >>> 0 : difference - 1;
    const k = 32 - Math.clz32(size);
    this.magnitude = k;
    encoder.symbol(this.magnitudes.get(context), k);
    if (k === 0) encoder.bit(this.zeroOrOne, difference);
    // Magnitude 32 has one value, −2^31.
    else if (k < 32) this.putPlace(encoder, k, difference);
  }

  private putPlace(encoder: ArithmeticEncoder, k: number, difference: number): void {
    const place = difference < 0 ? (difference - 1 + (1 << k)) | 0 : difference - 1;
    if (k <= MODELLED_BITS) {
      encoder.symbol(this.placesOf(k), place);
      return;
    }
    const rawBits = k - MODELLED_BITS;
    encoder.symbol(this.placesOf(k), place >>> rawBits);
    encoder.raw(rawBits, place & ((1 << rawBits) - 1));
  }
}

export class IntegerDecoder extends IntegerModels {
  constructor(bits: 16 | 32, contexts: number) {
    super(bits, contexts, true);
  }

  /** @returns a signed 32-bit integer, or an unsigned 16-bit one */
  get(decoder: ArithmeticDecoder, predicted: number, context: number): number {
    const k = decoder.symbol(this.magnitudes.get(context));
    this.magnitude = k;
    const real = (predicted + this.difference(decoder, k)) | 0;
    return this.bits === 16 ? real & 0xffff : real;
  }

  private difference(decoder: ArithmeticDecoder, k: number): number {
    if (k === 0) return decoder.bit(this.zeroOrOne);
    if (k === 32) return -(2 ** 31);
    let place = decoder.symbol(this.placesOf(k));
    if (k > MODELLED_BITS) {
      const rawBits = k - MODELLED_BITS;
      place = (place << rawBits) | decoder.raw(rawBits);
    }
    // Shifts, because 2 ** k would be a floating-point power for every value. For k = 31 both 1 << k and the sum wrap, to the right result.
    return place >= 1 << (k - 1) ? place + 1 : (place + 1 - (1 << k)) | 0;
  }
}
