import { type PointFormat, WAVE_PACKET_BYTES } from "./point-format.ts";

/**
 * Points of any format, field by field. Fields that the format does not have, or that were not asked for, are undefined.
 * Values have the ranges of formats 6 to 10, also for points of the older formats.
 */
export interface PointColumns {
  readonly count: number;
  /** Coordinate = value × scale + offset of the header, in the CRS of the file. */
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly z: Int32Array;
  readonly intensity: Uint16Array | undefined;
  /** Bits 0–3: number of this return. Bits 4–7: returns of the pulse. */
  readonly returns: Uint8Array | undefined;
  /** Bit 0 synthetic, 1 key point, 2 withheld, 3 overlap, 4–5 scanner channel, 6 scan direction, 7 edge of flight line. */
  readonly flags: Uint8Array | undefined;
  readonly classification: Uint8Array | undefined;
  readonly userData: Uint8Array | undefined;
  /** Steps of 0.006°. Older formats have whole degrees. */
  readonly scanAngle: Int16Array | undefined;
  readonly pointSource: Uint16Array | undefined;
  /** Seconds: GPS week time, or adjusted standard time (GPS − 1e9), as the header's global encoding says. */
  readonly gpsTime: Float64Array | undefined;
  readonly red: Uint16Array | undefined;
  readonly green: Uint16Array | undefined;
  readonly blue: Uint16Array | undefined;
  readonly nir: Uint16Array | undefined;
  /** Byte j of point i is at `j × count + i`. */
  readonly extra: Uint8Array | undefined;
  /** 29 bytes a point, row by row. */
  readonly wavePackets: Uint8Array | undefined;
}

export const FIELDS = [
  "intensity",
  "returns",
  "flags",
  "classification",
  "userData",
  "scanAngle",
  "pointSource",
  "gpsTime",
  "rgb",
  "nir",
  "extra",
  "wavePackets",
] as const;

/** Positions are always there; the other fields can be left out, which makes reading compressed files faster. */
export type Field = (typeof FIELDS)[number];

export const ALL_FIELDS: ReadonlySet<Field> = new Set(FIELDS);

/**
 * Columns full of zeros for `count` points.
 *
 * @param extraBytes bytes of a record after those of the format
 * @param fields which columns to make; those that the format lacks are left out
 */
export function emptyColumns(
  count: number,
  format: PointFormat,
  extraBytes: number,
  fields: ReadonlySet<Field> = ALL_FIELDS,
): { -readonly [K in keyof PointColumns]: PointColumns[K] } {
  const wants = (field: Field) => fields.has(field);
  const rgb = wants("rgb") && format.rgb !== undefined;
  return {
    count,
    x: new Int32Array(count),
    y: new Int32Array(count),
    z: new Int32Array(count),
    intensity: wants("intensity") ? new Uint16Array(count) : undefined,
    returns: wants("returns") ? new Uint8Array(count) : undefined,
    flags: wants("flags") ? new Uint8Array(count) : undefined,
    classification: wants("classification") ? new Uint8Array(count) : undefined,
    userData: wants("userData") ? new Uint8Array(count) : undefined,
    scanAngle: wants("scanAngle") ? new Int16Array(count) : undefined,
    pointSource: wants("pointSource") ? new Uint16Array(count) : undefined,
    gpsTime: wants("gpsTime") && format.gpsTime !== undefined ? new Float64Array(count) : undefined,
    red: rgb ? new Uint16Array(count) : undefined,
    green: rgb ? new Uint16Array(count) : undefined,
    blue: rgb ? new Uint16Array(count) : undefined,
    nir: wants("nir") && format.nir !== undefined ? new Uint16Array(count) : undefined,
    extra: wants("extra") && extraBytes > 0 ? new Uint8Array(count * extraBytes) : undefined,
    wavePackets: wants("wavePackets") && format.wavePacket !== undefined ? new Uint8Array(count * WAVE_PACKET_BYTES) : undefined,
  };
}

/** Bytes of a point in a block: those of a record, in another order. */
export function blockPointBytes(format: PointFormat, extraBytes: number): number {
  return format.size - (format.wavePacket === undefined ? 0 : WAVE_PACKET_BYTES) + extraBytes;
}

/** Blocks begin at multiples of 8, so that 64-bit columns can be viewed in place. */
export function blockBytes(count: number, pointBytes: number): number {
  return (count * pointBytes + 7) & ~7;
}

/**
 * Columns of formats 6, 7 or 8 that share one piece of memory, which can be stored and sent to another thread as it is: the widest columns
 * first, so that each is aligned.
 *
 * @param at where the block begins, a multiple of 8
 */
export function blockColumns(buffer: ArrayBufferLike, at: number, count: number, format: PointFormat, extraBytes: number): PointColumns {
  let next = at;
  const take = (bytes: number) => {
    const start = next;
    next += bytes * count;
    return start;
  };
  const gpsTime = new Float64Array(buffer, take(8), count);
  const [x, y, z] = [
    new Int32Array(buffer, take(4), count),
    new Int32Array(buffer, take(4), count),
    new Int32Array(buffer, take(4), count),
  ];
  const u16 = () => new Uint16Array(buffer, take(2), count);
  const u8 = () => new Uint8Array(buffer, take(1), count);
  const [intensity, pointSource] = [u16(), u16()];
  const scanAngle = new Int16Array(buffer, take(2), count);
  const rgb = format.rgb === undefined ? [] : [u16(), u16(), u16()];
  const nir = format.nir === undefined ? undefined : u16();
  const [returns, flags, classification, userData] = [u8(), u8(), u8(), u8()];
  const extra = extraBytes > 0 ? new Uint8Array(buffer, take(extraBytes), count * extraBytes) : undefined;
  const [red, green, blue] = rgb;
  return {
    count,
    x,
    y,
    z,
    intensity,
    returns,
    flags,
    classification,
    userData,
    scanAngle,
    pointSource,
    gpsTime,
    red,
    green,
    blue,
    nir,
    extra,
    wavePackets: undefined,
  };
}
