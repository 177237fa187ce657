import type { ArithmeticDecoder } from "../coder/decoder.ts";
import { IntegerDecoder } from "../coder/integer-coder.ts";
import { StreamingMedian } from "../coder/streaming-median.ts";
import { ModelBank } from "../coder/symbol-model.ts";
import { magnitudeContext } from "../layers/contexts.ts";
import { RETURN_GROUPS } from "./tables.ts";

const GROUPS = 16;
/** Bits of the symbol that says which fields changed. */
const CHANGED = { bits: 32, intensity: 16, classification: 8, scanAngle: 4, userData: 2, pointSource: 1 } as const;

/**
 * The first 20 bytes of formats 0 to 5, item POINT10 of version 2. The fields of the last point are kept as they are stored.
 *
 * @source LASzip 2.2
 */
export class Point10Decoder {
  x = 0;
  y = 0;
  z = 0;
  intensity = 0;
  /** Return number, returns of the pulse, scan direction and edge. */
  bits = 0;
  classification = 0;
  scanAngle = 0;
  userData = 0;
  pointSource = 0;
  private readonly changed = new ModelBank(1, 64, true);
  private readonly bitModels = new ModelBank(256, 256, true);
  private readonly classModels = new ModelBank(256, 256, true);
  private readonly angleModels = new ModelBank(2, 256, true);
  private readonly userModels = new ModelBank(256, 256, true);
  private readonly intensities = new IntegerDecoder(16, 4);
  private readonly sources = new IntegerDecoder(16, 1);
  private readonly stepsX = new IntegerDecoder(32, 2);
  private readonly stepsY = new IntegerDecoder(32, 22);
  private readonly heights = new IntegerDecoder(32, 20);
  private readonly medianX = Array.from({ length: GROUPS }, () => new StreamingMedian());
  private readonly medianY = Array.from({ length: GROUPS }, () => new StreamingMedian());
  private readonly lastIntensity = new Uint16Array(GROUPS);
  private readonly lastHeight = new Int32Array(8);

  /** Begins a chunk with its first point, 20 bytes as they are stored. */
  begin(first: DataView): void {
    for (const bank of [this.changed, this.bitModels, this.classModels, this.angleModels, this.userModels]) bank.reset();
    for (const coder of [this.intensities, this.sources, this.stepsX, this.stepsY, this.heights]) coder.reset();
    for (const median of [...this.medianX, ...this.medianY]) median.reset();
    this.lastIntensity.fill(0);
    this.lastHeight.fill(0);
    this.x = first.getInt32(0, true);
    this.y = first.getInt32(4, true);
    this.z = first.getInt32(8, true);
    this.intensity = 0;
    this.bits = first.getUint8(14);
    this.classification = first.getUint8(15);
    this.scanAngle = first.getUint8(16);
    this.userData = first.getUint8(17);
    this.pointSource = first.getUint16(18, true);
  }

  /** Reads the next point into the fields. */
  next(decoder: ArithmeticDecoder): void {
    const changed = decoder.symbol(this.changed.get(0));
    if (changed & CHANGED.bits) this.bits = decoder.symbol(this.bitModels.get(this.bits));
    const number = this.bits & 7;
    const count = (this.bits >> 3) & 7;
    const group = RETURN_GROUPS[count * 8 + number] as number;
    this.readFields(decoder, changed, group);
    this.readPosition(decoder, group, Math.abs(count - number), count === 1 ? 1 : 0);
  }

  private readFields(decoder: ArithmeticDecoder, changed: number, group: number): void {
    if (changed & CHANGED.intensity) {
      this.lastIntensity[group] = this.intensities.get(decoder, this.lastIntensity[group] as number, Math.min(group, 3));
    }
    this.intensity = this.lastIntensity[group] as number;
    if (changed & CHANGED.classification) this.classification = decoder.symbol(this.classModels.get(this.classification));
    if (changed & CHANGED.scanAngle) {
      this.scanAngle = (this.scanAngle + decoder.symbol(this.angleModels.get((this.bits >> 6) & 1))) & 255;
    }
    if (changed & CHANGED.userData) this.userData = decoder.symbol(this.userModels.get(this.userData));
    if (changed & CHANGED.pointSource) this.pointSource = this.sources.get(decoder, this.pointSource, 0);
  }

  private readPosition(decoder: ArithmeticDecoder, group: number, level: number, only: number): void {
    const [medianX, medianY] = [this.medianX[group] as StreamingMedian, this.medianY[group] as StreamingMedian];
    const stepX = this.stepsX.get(decoder, medianX.median, only);
    medianX.add(stepX);
    this.x = (this.x + stepX) | 0;
    const stepY = this.stepsY.get(decoder, medianY.median, only + magnitudeContext(this.stepsX.magnitude, 20));
    medianY.add(stepY);
    this.y = (this.y + stepY) | 0;
    const context = only + magnitudeContext((this.stepsX.magnitude + this.stepsY.magnitude) >> 1, 18);
    this.z = this.heights.get(decoder, this.lastHeight[level] as number, context);
    this.lastHeight[level] = this.z;
  }
}
