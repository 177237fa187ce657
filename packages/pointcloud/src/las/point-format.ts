import { CloudError } from "../cloud-error.ts";

/** What a record of a point format contains, in bytes from its beginning. */
export interface PointFormat {
  readonly id: number;
  /** Bytes without extra bytes. */
  readonly size: number;
  /** Formats 6 to 10: four bits for return numbers, 8 bits for the class, fine scan angles. */
  readonly isModern: boolean;
  readonly gpsTime: number | undefined;
  readonly rgb: number | undefined;
  readonly nir: number | undefined;
  /** 29 bytes that point to the recorded wave. */
  readonly wavePacket: number | undefined;
}

export const WAVE_PACKET_BYTES = 29;

const layout = (id: number, size: number, at: { gpsTime?: number; rgb?: number; nir?: number; wavePacket?: number }): PointFormat => ({
  id,
  size,
  isModern: id >= 6,
  gpsTime: at.gpsTime,
  rgb: at.rgb,
  nir: at.nir,
  wavePacket: at.wavePacket,
});

/** LAS 1.4 R15, tables 7 to 17. */
const FORMATS: readonly PointFormat[] = [
  layout(0, 20, {}),
  layout(1, 28, { gpsTime: 20 }),
  layout(2, 26, { rgb: 20 }),
  layout(3, 34, { gpsTime: 20, rgb: 28 }),
  layout(4, 57, { gpsTime: 20, wavePacket: 28 }),
  layout(5, 63, { gpsTime: 20, rgb: 28, wavePacket: 34 }),
  layout(6, 30, { gpsTime: 22 }),
  layout(7, 36, { gpsTime: 22, rgb: 30 }),
  layout(8, 38, { gpsTime: 22, rgb: 30, nir: 36 }),
  layout(9, 59, { gpsTime: 22, wavePacket: 30 }),
  layout(10, 67, { gpsTime: 22, rgb: 30, nir: 36, wavePacket: 38 }),
];

/**
 * The layout of a point data record format.
 *
 * @throws CloudError `format-unknown` for ids that LAS 1.4 does not define
 */
export function pointFormat(id: number): PointFormat {
  const format = FORMATS[id];
  if (!format) throw new CloudError("format-unknown", `point format ${id} is not one of the formats 0 to 10 of LAS`);
  return format;
}

/** The oldest minor version of LAS 1 that defines the format. */
export function minorVersionFor(id: number): number {
  if (id >= 6) return 4;
  if (id >= 4) return 3;
  return id >= 2 ? 2 : 0;
}
