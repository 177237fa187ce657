import { viewOf } from "../byte-io.ts";
import { CloudError } from "../cloud-error.ts";
import { ALL_FIELDS, emptyColumns, type Field, type PointColumns } from "./columns.ts";
import { type PointFormat, WAVE_PACKET_BYTES } from "./point-format.ts";

/** Older formats store whole degrees, the newer ones steps of 0.006°. */
const ANGLE_STEPS_PER_DEGREE = 1 / 0.006;

/**
 * Point records as columns.
 *
 * @param bytes `count` records, one after the other
 * @param recordLength bytes of a record: those of the format, then extra bytes
 * @source LAS 1.4 R15, tables 7 to 17
 */
export function readRecords(
  bytes: Uint8Array,
  count: number,
  format: PointFormat,
  recordLength: number,
  fields: ReadonlySet<Field> = ALL_FIELDS,
): PointColumns {
  const extraBytes = recordLength - format.size;
  const columns = emptyColumns(count, format, extraBytes, fields);
  const view = viewOf(bytes);
  for (let i = 0, at = 0; i < count; i++, at += recordLength) {
    columns.x[i] = view.getInt32(at, true);
    columns.y[i] = view.getInt32(at + 4, true);
    columns.z[i] = view.getInt32(at + 8, true);
    if (columns.intensity) columns.intensity[i] = view.getUint16(at + 12, true);
  }
  if (format.isModern) readModernBits(bytes, view, columns, recordLength);
  else readOlderBits(bytes, view, columns, recordLength);
  readOptional(bytes, view, columns, format, recordLength);
  return columns;
}

function readModernBits(bytes: Uint8Array, view: DataView, columns: PointColumns, stride: number): void {
  const { count, returns, flags, classification, userData, scanAngle, pointSource } = columns;
  for (let i = 0, at = 0; i < count; i++, at += stride) {
    if (returns) returns[i] = bytes[at + 14] as number;
    if (flags) flags[i] = bytes[at + 15] as number;
    if (classification) classification[i] = bytes[at + 16] as number;
    if (userData) userData[i] = bytes[at + 17] as number;
    if (scanAngle) scanAngle[i] = view.getInt16(at + 18, true);
    if (pointSource) pointSource[i] = view.getUint16(at + 20, true);
  }
}

/** Byte 14: return 3 bits, returns 3 bits, scan direction, edge. Byte 15: class 5 bits, synthetic, key point, withheld. */
function readOlderBits(bytes: Uint8Array, view: DataView, columns: PointColumns, stride: number): void {
  const { count, returns, flags, classification, userData, scanAngle, pointSource } = columns;
  for (let i = 0, at = 0; i < count; i++, at += stride) {
    const bits = bytes[at + 14] as number;
    const kind = bytes[at + 15] as number;
    if (returns) returns[i] = (bits & 7) | (((bits >> 3) & 7) << 4);
    if (flags) flags[i] = (kind >> 5) | (bits & 0xc0);
    if (classification) classification[i] = kind & 31;
    if (scanAngle) scanAngle[i] = Math.round(view.getInt8(at + 16) * ANGLE_STEPS_PER_DEGREE);
    if (userData) userData[i] = bytes[at + 17] as number;
    if (pointSource) pointSource[i] = view.getUint16(at + 18, true);
  }
}

function readOptional(bytes: Uint8Array, view: DataView, columns: PointColumns, format: PointFormat, stride: number): void {
  const { count, gpsTime, red, green, blue, nir, extra, wavePackets } = columns;
  const extraBytes = stride - format.size;
  for (let i = 0, at = 0; i < count; i++, at += stride) {
    if (gpsTime) gpsTime[i] = view.getFloat64(at + (format.gpsTime as number), true);
    if (red && green && blue) {
      const rgb = at + (format.rgb as number);
      red[i] = view.getUint16(rgb, true);
      green[i] = view.getUint16(rgb + 2, true);
      blue[i] = view.getUint16(rgb + 4, true);
    }
    if (nir) nir[i] = view.getUint16(at + (format.nir as number), true);
    if (extra) for (let j = 0; j < extraBytes; j++) extra[j * count + i] = bytes[at + format.size + j] as number;
    if (wavePackets) {
      const packet = at + (format.wavePacket as number);
      wavePackets.set(bytes.subarray(packet, packet + WAVE_PACKET_BYTES), i * WAVE_PACKET_BYTES);
    }
  }
}

/**
 * Columns as point records. Columns that are missing become zeros.
 *
 * @throws CloudError `not-writable` when an older format cannot hold a value (class above 31, more than 7 returns, a scanner channel)
 */
export function writeRecords(columns: PointColumns, format: PointFormat, extraBytes: number): Uint8Array {
  const stride = format.size + extraBytes;
  const bytes = new Uint8Array(columns.count * stride);
  const view = viewOf(bytes);
  for (let i = 0, at = 0; i < columns.count; i++, at += stride) {
    view.setInt32(at, columns.x[i] as number, true);
    view.setInt32(at + 4, columns.y[i] as number, true);
    view.setInt32(at + 8, columns.z[i] as number, true);
    view.setUint16(at + 12, columns.intensity?.[i] ?? 0, true);
  }
  if (format.isModern) writeModernBits(bytes, view, columns, stride);
  else writeOlderBits(bytes, view, columns, stride);
  writeOptional(bytes, view, columns, format, stride);
  return bytes;
}

function writeModernBits(bytes: Uint8Array, view: DataView, columns: PointColumns, stride: number): void {
  for (let i = 0, at = 0; i < columns.count; i++, at += stride) {
    bytes[at + 14] = columns.returns?.[i] ?? 0;
    bytes[at + 15] = columns.flags?.[i] ?? 0;
    bytes[at + 16] = columns.classification?.[i] ?? 0;
    bytes[at + 17] = columns.userData?.[i] ?? 0;
    view.setInt16(at + 18, columns.scanAngle?.[i] ?? 0, true);
    view.setUint16(at + 20, columns.pointSource?.[i] ?? 0, true);
  }
}

function writeOlderBits(bytes: Uint8Array, view: DataView, columns: PointColumns, stride: number): void {
  for (let i = 0, at = 0; i < columns.count; i++, at += stride) {
    const returns = columns.returns?.[i] ?? 0;
    const flags = columns.flags?.[i] ?? 0;
    const classification = columns.classification?.[i] ?? 0;
    if (returns & 0x88 || flags & 0x38 || classification > 31) {
      throw new CloudError(
        "not-writable",
        `point ${i} has a class, return, overlap flag or scanner channel that formats 0 to 5 cannot hold`,
      );
    }
    bytes[at + 14] = (returns & 7) | ((returns >> 4) << 3) | (flags & 0xc0);
    bytes[at + 15] = classification | ((flags & 7) << 5);
    view.setInt8(at + 16, Math.round((columns.scanAngle?.[i] ?? 0) / ANGLE_STEPS_PER_DEGREE));
    bytes[at + 17] = columns.userData?.[i] ?? 0;
    view.setUint16(at + 18, columns.pointSource?.[i] ?? 0, true);
  }
}

function writeOptional(bytes: Uint8Array, view: DataView, columns: PointColumns, format: PointFormat, stride: number): void {
  const { count, extra, wavePackets } = columns;
  const extraBytes = stride - format.size;
  for (let i = 0, at = 0; i < count; i++, at += stride) {
    if (format.gpsTime !== undefined) view.setFloat64(at + format.gpsTime, columns.gpsTime?.[i] ?? 0, true);
    if (format.rgb !== undefined) {
      view.setUint16(at + format.rgb, columns.red?.[i] ?? 0, true);
      view.setUint16(at + format.rgb + 2, columns.green?.[i] ?? 0, true);
      view.setUint16(at + format.rgb + 4, columns.blue?.[i] ?? 0, true);
    }
    if (format.nir !== undefined) view.setUint16(at + format.nir, columns.nir?.[i] ?? 0, true);
    if (extra) for (let j = 0; j < extraBytes; j++) bytes[at + format.size + j] = extra[j * count + i] as number;
    if (wavePackets && format.wavePacket !== undefined) {
      bytes.set(wavePackets.subarray(i * WAVE_PACKET_BYTES, (i + 1) * WAVE_PACKET_BYTES), at + format.wavePacket);
    }
  }
}
