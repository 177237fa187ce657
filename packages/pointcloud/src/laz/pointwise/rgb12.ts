import type { ArithmeticDecoder } from "../coder/decoder.ts";
import { type Rgb, RgbCoder } from "../layers/colours.ts";
import type { ItemDecoder } from "./items.ts";

/** Colours, item RGB12 of version 2: coded as in layered chunks. Two places hold the last colour and the next one in turn. */
export class Rgb12 implements ItemDecoder {
  private readonly coder = new RgbCoder(true);
  private readonly rgb: Rgb = [new Uint16Array(2), new Uint16Array(2), new Uint16Array(2)];
  private last = 0;

  begin(first: DataView, at: number): void {
    this.coder.reset();
    this.last = 0;
    for (const [i, column] of this.rgb.entries()) column[0] = first.getUint16(at + 2 * i, true);
  }

  next(decoder: ArithmeticDecoder, record: DataView, at: number): void {
    const now = 1 - this.last;
    this.coder.get(decoder, this.rgb, now, this.last, 0);
    this.last = now;
    for (const [i, column] of this.rgb.entries()) record.setUint16(at + 2 * i, column[now] as number, true);
  }
}
