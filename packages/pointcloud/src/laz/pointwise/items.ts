import type { ArithmeticDecoder } from "../coder/decoder.ts";
import { IntegerDecoder } from "../coder/integer-coder.ts";
import { ModelBank } from "../coder/symbol-model.ts";
import { GpsSequences } from "../layers/gps-sequences.ts";
import { GpsTimeReader } from "../layers/gps-time.ts";

/** A part of a record after its first 20 bytes, decoded point by point into the record at `at`. */
export interface ItemDecoder {
  /** Takes the first record of a chunk, as it is stored. */
  begin(first: DataView, at: number): void;
  next(decoder: ArithmeticDecoder, record: DataView, at: number): void;
}

/** GPS times, item GPSTIME11 of version 2: as in layered chunks, with one symbol more for times that did not change. */
export class GpsTime11 implements ItemDecoder {
  private readonly reader = new GpsTimeReader(true);
  private readonly sequences = new GpsSequences();

  begin(first: DataView, at: number): void {
    this.reader.reset();
    this.sequences.reset(first.getInt32(at + 4, true), first.getUint32(at, true));
  }

  next(decoder: ArithmeticDecoder, record: DataView, at: number): void {
    this.reader.next(decoder, 0, this.sequences);
    record.setUint32(at, this.sequences.low[this.sequences.current] as number, true);
    record.setInt32(at + 4, this.sequences.high[this.sequences.current] as number, true);
  }
}

/** Extra bytes, item BYTE of version 2: differences to the last record. */
export class ExtraBytes implements ItemDecoder {
  private readonly models: ModelBank;
  private readonly last: Uint8Array;

  constructor(size: number) {
    this.models = new ModelBank(size, 256, true);
    this.last = new Uint8Array(size);
  }

  begin(first: DataView, at: number): void {
    this.models.reset();
    for (let j = 0; j < this.last.length; j++) this.last[j] = first.getUint8(at + j);
  }

  next(decoder: ArithmeticDecoder, record: DataView, at: number): void {
    for (let j = 0; j < this.last.length; j++) {
      const value = (this.last[j] as number) + decoder.symbol(this.models.get(j));
      this.last[j] = value;
      record.setUint8(at + j, value);
    }
  }
}

/** How the offset of a wave continues. */
const WAVE = { sameOffset: 0, afterLast: 1, near: 2 } as const;

/** Places of recorded waves, item WAVEPACKET13 of version 1: descriptor, offset (u64), size (u32), four floats. */
export class WavePacket13 implements ItemDecoder {
  private readonly descriptors = new ModelBank(1, 256, true);
  private readonly offsetKinds = new ModelBank(4, 4, true);
  private readonly offsets = new IntegerDecoder(32, 1);
  private readonly sizes = new IntegerDecoder(32, 1);
  private readonly returnPoints = new IntegerDecoder(32, 1);
  private readonly directions = new IntegerDecoder(32, 3);
  private readonly last = new DataView(new ArrayBuffer(29));
  private lastStep = 0;
  private lastKind = 0;

  begin(first: DataView, at: number): void {
    this.descriptors.reset();
    this.offsetKinds.reset();
    for (const coder of [this.offsets, this.sizes, this.returnPoints, this.directions]) coder.reset();
    for (let j = 0; j < 29; j++) this.last.setUint8(j, first.getUint8(at + j));
    this.lastStep = this.lastKind = 0;
  }

  next(decoder: ArithmeticDecoder, record: DataView, at: number): void {
    const { last } = this;
    last.setUint8(0, decoder.symbol(this.descriptors.get(0)));
    this.readOffset(decoder);
    last.setInt32(9, this.sizes.get(decoder, last.getInt32(9, true), 0), true);
    last.setInt32(13, this.returnPoints.get(decoder, last.getInt32(13, true), 0), true);
    for (let axis = 0; axis < 3; axis++) {
      const place = 17 + 4 * axis;
      last.setInt32(place, this.directions.get(decoder, last.getInt32(place, true), axis), true);
    }
    for (let j = 0; j < 29; j++) record.setUint8(at + j, last.getUint8(j));
  }

  private readOffset(decoder: ArithmeticDecoder): void {
    const { last } = this;
    const offset = last.getBigUint64(1, true);
    this.lastKind = decoder.symbol(this.offsetKinds.get(this.lastKind));
    if (this.lastKind === WAVE.sameOffset) return;
    if (this.lastKind === WAVE.afterLast) last.setBigUint64(1, offset + BigInt(last.getUint32(9, true)), true);
    else if (this.lastKind === WAVE.near) {
      this.lastStep = this.offsets.get(decoder, this.lastStep, 0);
      last.setBigUint64(1, BigInt.asUintN(64, offset + BigInt(this.lastStep)), true);
    } else {
      last.setInt32(1, decoder.integer(), true);
      last.setInt32(5, decoder.integer(), true);
    }
  }
}
