import { viewOf } from "../byte-io.ts";
import { CloudError } from "../cloud-error.ts";
import type { PointColumns } from "../las/columns.ts";
import type { PointFormat } from "../las/point-format.ts";
import { writeRecords } from "../las/records.ts";
import { hasLayers, type LayerName, layersOf } from "./chunk-layout.ts";
import { ArithmeticEncoder } from "./coder/encoder.ts";
import { BYTE_FIELDS, ByteFieldCoder, packFlags } from "./layers/byte-fields.ts";
import { ChunkState } from "./layers/chunk-state.ts";
import { ExtraByteCoder, NirCoder, type Rgb, RgbCoder, rgbOf } from "./layers/colours.ts";
import { CHANGED, channelOf } from "./layers/contexts.ts";
import { GpsTimeEncoder, wordsOf } from "./layers/gps-time.ts";
import { ChangedFieldEncoder, IntensityEncoder } from "./layers/integer-fields.ts";
import { XyEncoder } from "./layers/xy.ts";
import { ZEncoder } from "./layers/z.ts";

const NOTHING = new Uint8Array(0);

/**
 * Encodes chunks of points of formats 6, 7 and 8. Models are kept from chunk to chunk, so one encoder for many chunks is faster than many.
 *
 * @source the layered chunks of LASzip 3.5, items of version 3
 */
export class ChunkEncoder {
  private readonly format: PointFormat;
  private readonly extraBytes: number;
  private readonly layers: LayerName[];
  private readonly encoder = new ArithmeticEncoder();
  private readonly state = new ChunkState();
  private readonly xy = new XyEncoder();
  private readonly z = new ZEncoder();
  private readonly classification = new ByteFieldCoder(BYTE_FIELDS.classification, false);
  private readonly flags = new ByteFieldCoder(BYTE_FIELDS.flags, false);
  private readonly userData = new ByteFieldCoder(BYTE_FIELDS.userData, false);
  private readonly intensity = new IntensityEncoder();
  private readonly scanAngle = new ChangedFieldEncoder(CHANGED.scanAngle);
  private readonly pointSource = new ChangedFieldEncoder(CHANGED.pointSource);
  private readonly gpsTime = new GpsTimeEncoder();
  private readonly rgb = new RgbCoder(false);
  private readonly nir = new NirCoder(false);
  private readonly extra = new ExtraByteCoder(false);

  /** @throws CloudError `not-writable` for other formats than 6, 7 and 8 */
  constructor(format: PointFormat, extraBytes: number) {
    if (!hasLayers(format)) throw new CloudError("not-writable", `chunks of point format ${format.id} cannot be written`);
    this.format = format;
    this.extraBytes = extraBytes;
    this.layers = layersOf(format, extraBytes);
  }

  /**
   * Encodes one chunk.
   *
   * @param columns at least one point; columns that are missing are coded as zeros
   */
  encode(columns: PointColumns): Uint8Array<ArrayBuffer> {
    const { count } = columns;
    if (count === 0) throw new CloudError("not-writable", "a chunk without points cannot be written");
    this.state.begin(count, columns.flags === undefined ? 0 : channelOf(columns.flags[0] as number));
    if (columns.returns) this.state.returns.set(columns.returns);
    else this.state.returns.fill(0, 0, count);
    let extraByte = 0;
    const coded = this.layers.map((layer) => this.encodeLayer(layer, columns, layer === "extra" ? extraByte++ : 0).slice());
    return this.assemble(columns, coded);
  }

  /** First point as it is, number of points, sizes of the layers, layers. */
  private assemble(columns: PointColumns, layers: Uint8Array[]): Uint8Array<ArrayBuffer> {
    const first = writeRecords(firstPoint(columns), this.format, this.extraBytes);
    const head = first.length + 4 + 4 * layers.length;
    const bytes = new Uint8Array(layers.reduce((sum, layer) => sum + layer.length, head));
    const view = viewOf(bytes);
    bytes.set(first);
    view.setUint32(first.length, columns.count, true);
    let at = head;
    for (const [i, layer] of layers.entries()) {
      view.setUint32(first.length + 4 + 4 * i, layer.length, true);
      bytes.set(layer, at);
      at += layer.length;
    }
    return bytes;
  }

  /** A layer in which no point differs from the first has no bytes; x, y and z always have some. */
  private encodeLayer(layer: LayerName, columns: PointColumns, extraByte: number): Uint8Array {
    const { encoder, state } = this;
    const { count } = columns;
    encoder.reset();
    if (layer === "xy") this.xy.encode(encoder, columns, state);
    else if (layer === "z") this.z.encode(encoder, columns.z, state);
    else if (layer === "flags") {
      const packed = columns.flags?.map(packFlags);
      if (!varies(packed, count)) return NOTHING;
      this.flags.encode(encoder, packed as Uint8Array, state);
    } else if (layer === "rgb") {
      const rgb = rgbOf(columns);
      // From here on the items that follow a rule of their own.
      state.scheduleItems(3);
      if (!rgb || !variesOrIsColoured(rgb, count)) return NOTHING;
      this.rgb.encode(encoder, rgb, state);
    } else if (layer === "gpsTime") {
      if (!columns.gpsTime || !varies(wordsOf(columns.gpsTime), 2 * count, 2)) return NOTHING;
      this.gpsTime.encode(encoder, columns.gpsTime, state);
    } else if (layer === "extra") {
      const values = columns.extra?.subarray(extraByte * count, (extraByte + 1) * count);
      if (this.format.rgb === undefined && extraByte === 0) state.scheduleItems(3);
      if (!varies(values, count)) return NOTHING;
      this.extra.encode(encoder, values as Uint8Array, state);
    } else {
      const values = columns[layer];
      if (!varies(values, count)) return NOTHING;
      if (layer === "classification" || layer === "userData") this[layer].encode(encoder, values as Uint8Array, state);
      else if (layer === "scanAngle" || layer === "pointSource") this[layer].encode(encoder, values as Int16Array, state);
      else this[layer].encode(encoder, values as Uint16Array, state);
    }
    return encoder.done();
  }
}

type Numbers = Uint8Array | Int16Array | Uint16Array | Uint32Array;

/** @param period values that belong together: 2 for the halves of 64-bit values */
function varies(values: Numbers | undefined, count: number, period = 1): boolean {
  if (values === undefined) return false;
  for (let i = period; i < count; i++) if (values[i] !== values[i - period]) return true;
  return false;
}

/** A constant colour that is not grey makes a layer too, as LASzip does. */
function variesOrIsColoured([red, green, blue]: Rgb, count: number): boolean {
  if (varies(red, count) || varies(green, count) || varies(blue, count)) return true;
  return count > 1 && (red[0] !== green[0] || red[0] !== blue[0]);
}

/** The same columns with one point. */
function firstPoint(columns: PointColumns): PointColumns {
  const { count, extra } = columns;
  const firstExtra = extra && Uint8Array.from({ length: extra.length / count }, (_, j) => extra[j * count] as number);
  return { ...columns, count: 1, extra: firstExtra };
}
