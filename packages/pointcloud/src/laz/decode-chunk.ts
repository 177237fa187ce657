import { viewOf } from "../byte-io.ts";
import { assertPlausibleChunk, CloudError } from "../cloud-error.ts";
import { ALL_FIELDS, emptyColumns, type Field, type PointColumns } from "../las/columns.ts";
import type { PointFormat } from "../las/point-format.ts";
import { readRecords } from "../las/records.ts";
import { hasLayers, isWanted, type LayerName, layersOf } from "./chunk-layout.ts";
import { ArithmeticDecoder } from "./coder/decoder.ts";
import { BYTE_FIELDS, ByteFieldCoder, packFlags, unpackFlags } from "./layers/byte-fields.ts";
import { ChunkState } from "./layers/chunk-state.ts";
import { ExtraByteCoder, NirCoder, RgbCoder, rgbOf } from "./layers/colours.ts";
import { CHANGED, channelOf } from "./layers/contexts.ts";
import { GpsTimeDecoder } from "./layers/gps-time.ts";
import { ChangedFieldDecoder, IntensityDecoder } from "./layers/integer-fields.ts";
import { XyDecoder } from "./layers/xy.ts";
import { ZDecoder } from "./layers/z.ts";

type ColumnLayer = Exclude<LayerName, "xy" | "z" | "flags" | "rgb" | "extra">;

/** Decodes chunks of points of formats 6, 7 and 8. Layers that are not asked for are skipped. One decoder for many chunks. */
export class ChunkDecoder {
  private readonly format: PointFormat;
  private readonly extraBytes: number;
  private readonly itemVersion: number;
  private readonly layers: LayerName[];
  private readonly decoder = new ArithmeticDecoder();
  /** What the layers of the last chunk had in common. */
  readonly state = new ChunkState();
  private readonly xy = new XyDecoder();
  private readonly z = new ZDecoder();
  private readonly classification = new ByteFieldCoder(BYTE_FIELDS.classification, true);
  private readonly flags = new ByteFieldCoder(BYTE_FIELDS.flags, true);
  private readonly userData = new ByteFieldCoder(BYTE_FIELDS.userData, true);
  private readonly intensity = new IntensityDecoder();
  private readonly scanAngle = new ChangedFieldDecoder(CHANGED.scanAngle);
  private readonly pointSource = new ChangedFieldDecoder(CHANGED.pointSource);
  private readonly gpsTime = new GpsTimeDecoder();
  private readonly rgb = new RgbCoder(true);
  private readonly nir = new NirCoder(true);
  private readonly extra = new ExtraByteCoder(true);

  /**
   * @param itemVersion version of the items in the laszip record, 3 or 4
   * @throws CloudError `format-unknown` for other formats than 6, 7 and 8
   */
  constructor(format: PointFormat, extraBytes: number, itemVersion = 3) {
    if (!hasLayers(format)) throw new CloudError("format-unknown", `compressed points of format ${format.id} cannot be read`);
    this.format = format;
    this.extraBytes = extraBytes;
    this.itemVersion = itemVersion;
    this.layers = layersOf(format, extraBytes);
  }

  /**
   * Decodes one chunk.
   *
   * @param bytes the whole chunk
   * @param count points that the file announces for it
   * @throws CloudError `chunk-broken` when sizes or counts contradict each other or the bytes end too early
   */
  decode(bytes: Uint8Array, count: number, fields: ReadonlySet<Field> = ALL_FIELDS): PointColumns {
    const { format, extraBytes, layers, state } = this;
    const recordLength = format.size + extraBytes;
    const head = recordLength + 4 + 4 * layers.length;
    assertPlausibleChunk(bytes.length, count, recordLength);
    if (bytes.length < head) throw new CloudError("chunk-broken", `a chunk has ${bytes.length} bytes, its beginning alone needs ${head}`);
    const view = viewOf(bytes);
    const stated = view.getUint32(recordLength, true);
    if (stated !== count) throw new CloudError("chunk-broken", `a chunk says ${stated} points, the file says ${count}`);
    const first = readRecords(bytes, 1, format, recordLength);
    const columns = emptyColumns(count, format, extraBytes, fields);
    state.begin(count, channelOf(first.flags?.[0] ?? 0));
    state.returns[0] = first.returns?.[0] ?? 0;
    columns.x[0] = first.x[0] as number;
    columns.y[0] = first.y[0] as number;
    columns.z[0] = first.z[0] as number;
    let at = head;
    let extraByte = 0;
    for (const [i, layer] of layers.entries()) {
      const size = view.getUint32(recordLength + 4 + 4 * i, true);
      if (at + size > bytes.length) throw new CloudError("chunk-broken", `the layer ${layer} reaches beyond the end of its chunk`);
      if (isWanted(layer, fields)) this.decodeLayer(layer, bytes.subarray(at, at + size), columns, first, extraByte);
      if (layer === "extra") extraByte++;
      at += size;
    }
    columns.returns?.set(state.returns.subarray(0, count));
    return columns;
  }

  private decodeLayer(layer: LayerName, bytes: Uint8Array, columns: PointColumns, first: PointColumns, extraByte: number): void {
    const { decoder, state } = this;
    const { count } = columns;
    const isConstant = bytes.length === 0;
    if (layer === "xy" || layer === "z") {
      if (isConstant) throw new CloudError("chunk-broken", `the layer ${layer} is missing`);
    }
    decoder.reset(bytes);
    if (layer === "xy") this.xy.decode(decoder, columns, state);
    else if (layer === "z") this.z.decode(decoder, columns.z, state);
    else if (layer === "flags") this.decodeFlags(isConstant, columns.flags as Uint8Array, first.flags?.[0] as number);
    else if (layer === "rgb") this.decodeRgb(isConstant, columns, first);
    else if (layer === "extra") {
      const values = (columns.extra as Uint8Array).subarray(extraByte * count, (extraByte + 1) * count);
      values[0] = first.extra?.[extraByte] as number;
      if (isConstant) values.fill(values[0]);
      else {
        this.scheduleItems();
        this.extra.decode(decoder, values, state);
      }
    } else {
      this.decodeColumn(layer, isConstant, columns, first);
    }
    decoder.assertComplete(`the layer ${layer}`);
  }

  /** A layer that is one column. */
  private decodeColumn(layer: ColumnLayer, isConstant: boolean, columns: PointColumns, first: PointColumns): void {
    const { decoder, state } = this;
    const values = columns[layer];
    const value = first[layer]?.[0];
    if (values === undefined || value === undefined) return;
    values[0] = value;
    if (isConstant) values.fill(value);
    else if (layer === "classification" || layer === "userData") this[layer].decode(decoder, values as Uint8Array, state);
    else if (layer === "scanAngle" || layer === "pointSource") this[layer].decode(decoder, values as Int16Array, state);
    else if (layer === "gpsTime") this.gpsTime.decode(decoder, values as Float64Array, state);
    else if (layer === "intensity") this.intensity.decode(decoder, values as Uint16Array, state);
    else {
      this.scheduleItems();
      this.nir.decode(decoder, values as Uint16Array, state);
    }
  }

  /** The scanner channel is known from the first layer; the other bits are coded without it. */
  private decodeFlags(isConstant: boolean, flags: Uint8Array, first: number): void {
    const { state } = this;
    flags[0] = packFlags(first);
    if (isConstant) flags.fill(flags[0]);
    else this.flags.decode(this.decoder, flags, state);
    for (let i = 0; i < flags.length; i++) flags[i] = unpackFlags(flags[i] as number, state.channels[i] as number);
  }

  private decodeRgb(isConstant: boolean, columns: PointColumns, first: PointColumns): void {
    const rgb = rgbOf(columns);
    const firstRgb = rgbOf(first);
    if (!rgb || !firstRgb) return;
    for (const [i, column] of rgb.entries()) column.fill(firstRgb[i]?.[0] as number, 0, isConstant ? columns.count : 1);
    if (isConstant) return;
    this.scheduleItems();
    this.rgb.decode(this.decoder, rgb, this.state);
  }

  private scheduleItems(): void {
    this.state.scheduleItems(this.itemVersion);
  }
}
