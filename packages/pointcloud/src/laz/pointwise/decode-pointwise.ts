import { viewOf } from "../../byte-io.ts";
import { assertPlausibleChunk, CloudError } from "../../cloud-error.ts";
import type { Field, PointColumns } from "../../las/columns.ts";
import type { PointFormat } from "../../las/point-format.ts";
import { readRecords } from "../../las/records.ts";
import { ArithmeticDecoder } from "../coder/decoder.ts";
import { ITEM, type LaszipItem } from "../laszip-record.ts";
import { ExtraBytes, GpsTime11, type ItemDecoder, WavePacket13 } from "./items.ts";
import { Point10Decoder } from "./point10.ts";
import { Rgb12 } from "./rgb12.ts";

/**
 * Decodes chunks of formats 0 to 5: all fields of a point follow one another in one message, so no field can be skipped.
 *
 * @source LASzip 2.2, items of version 2 (wave packets: version 1)
 */
export class PointwiseDecoder {
  private readonly format: PointFormat;
  private readonly recordLength: number;
  private readonly items: { item: ItemDecoder; at: number }[] = [];
  private readonly decoder = new ArithmeticDecoder();
  private readonly point = new Point10Decoder();

  /** @throws CloudError `format-unknown` for items that formats 0 to 5 do not have, or of other versions */
  constructor(format: PointFormat, extraBytes: number, items: readonly LaszipItem[]) {
    this.format = format;
    this.recordLength = format.size + extraBytes;
    let at = 0;
    for (const [i, { type, size, version }] of items.entries()) {
      const wanted = type === ITEM.wavePacket13 ? 1 : 2;
      const isPoint = type === ITEM.point10;
      if (version !== wanted || isPoint !== (i === 0)) {
        throw new CloudError("format-unknown", `the compressed item ${type} of version ${version} cannot be read`);
      }
      if (!isPoint) this.items.push({ item: itemDecoder(type, size), at });
      at += size;
    }
  }

  /**
   * @param bytes the whole chunk
   * @param count points that the file announces for it
   * @throws CloudError `chunk-broken`
   */
  decode(bytes: Uint8Array, count: number, fields: ReadonlySet<Field>): PointColumns {
    const { recordLength, decoder, point } = this;
    assertPlausibleChunk(bytes.length, count, recordLength);
    if (bytes.length < recordLength)
      throw new CloudError("chunk-broken", `a chunk has ${bytes.length} bytes, one point needs ${recordLength}`);
    const records = new Uint8Array(count * recordLength);
    const view = viewOf(records);
    records.set(bytes.subarray(0, recordLength));
    point.begin(view);
    for (const { item, at } of this.items) item.begin(view, at);
    if (count > 1) decoder.reset(bytes.subarray(recordLength));
    for (let i = 1, at = recordLength; i < count; i++, at += recordLength) {
      point.next(decoder);
      view.setInt32(at, point.x, true);
      view.setInt32(at + 4, point.y, true);
      view.setInt32(at + 8, point.z, true);
      view.setUint16(at + 12, point.intensity, true);
      view.setUint8(at + 14, point.bits);
      view.setUint8(at + 15, point.classification);
      view.setUint8(at + 16, point.scanAngle);
      view.setUint8(at + 17, point.userData);
      view.setUint16(at + 18, point.pointSource, true);
      for (const { item, at: start } of this.items) item.next(decoder, view, at + start);
    }
    if (count > 1) decoder.assertComplete("a chunk");
    return readRecords(records, count, this.format, recordLength, fields);
  }
}

function itemDecoder(type: number, size: number): ItemDecoder {
  if (type === ITEM.gpsTime11 && size === 8) return new GpsTime11();
  if (type === ITEM.rgb12 && size === 6) return new Rgb12();
  if (type === ITEM.byte) return new ExtraBytes(size);
  if (type === ITEM.wavePacket13 && size === 29) return new WavePacket13();
  throw new CloudError("format-unknown", `the compressed item ${type} with ${size} bytes cannot be read`);
}
