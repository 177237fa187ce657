import { readText, readUint64, viewOf, writeText, writeUint64 } from "../byte-io.ts";
import { CloudError } from "../cloud-error.ts";
import { minorVersionFor, pointFormat } from "./point-format.ts";

export type Triple = [x: number, y: number, z: number];

/** The header of a LAS file, version 1.0 to 1.4. Coordinates are in the CRS of the file. */
export interface LasHeader {
  versionMinor: number;
  fileSourceId: number;
  /** Bit 0: adjusted standard GPS time. Bit 3: synthetic return numbers. Bit 4: the CRS is WKT. */
  globalEncoding: number;
  projectId: Uint8Array;
  systemId: string;
  software: string;
  /** 1 is the first of January; 0 when unknown. */
  creationDay: number;
  creationYear: number;
  headerSize: number;
  pointOffset: number;
  vlrCount: number;
  pointFormat: number;
  isCompressed: boolean;
  recordLength: number;
  pointCount: number;
  /** Points of return 1, 2, …: 5 numbers before LAS 1.4, then 15. */
  pointsByReturn: number[];
  scale: Triple;
  offset: Triple;
  min: Triple;
  max: Triple;
  waveformOffset: number;
  evlrOffset: number;
  evlrCount: number;
}

export const GLOBAL_ENCODING = { standardTime: 1, syntheticReturns: 8, wkt: 16 } as const;

/** Bytes of the header by minor version. */
const HEADER_SIZES = [227, 227, 227, 235, 375] as const;
/** The longest header; a shorter file can still have a whole header of an older version. */
export const LONGEST_HEADER = 375;

/**
 * Reads a LAS header.
 *
 * @param bytes the first 375 bytes of the file, or fewer if the file ends before
 * @throws CloudError `not-las`, `version-unknown`, `format-unknown`, `truncated` or `header-broken`
 * @source LAS 1.4 R15, table 3, and the tables of LAS 1.0 to 1.3
 */
export function readHeader(bytes: Uint8Array): LasHeader {
  if (bytes.length < 4 || readText(bytes, 0, 4) !== "LASF") throw new CloudError("not-las", "the file does not begin with LASF", 0);
  if (bytes.length < HEADER_SIZES[0]) throw new CloudError("truncated", `the header has ${bytes.length} bytes, it needs at least 227`, 0);
  const view = viewOf(bytes);
  const [major, minor] = [view.getUint8(24), view.getUint8(25)];
  const needed = major === 1 ? HEADER_SIZES[minor] : undefined;
  if (needed === undefined) throw new CloudError("version-unknown", `LAS ${major}.${minor} is not one of the versions 1.0 to 1.4`, 24);
  const headerSize = view.getUint16(94, true);
  if (headerSize < needed) throw new CloudError("header-broken", `the header says ${headerSize} bytes, LAS 1.${minor} needs ${needed}`, 94);
  if (bytes.length < needed) throw new CloudError("truncated", `the file ends inside the header of ${needed} bytes`, bytes.length);
  const format = view.getUint8(104);
  const isLatest = minor >= 4;
  const legacyCount = view.getUint32(107, true);
  const count = isLatest ? readUint64(view, 247) : legacyCount;
  const header: LasHeader = {
    versionMinor: minor,
    fileSourceId: view.getUint16(4, true),
    globalEncoding: view.getUint16(6, true),
    projectId: bytes.slice(8, 24),
    systemId: readText(bytes, 26, 32),
    software: readText(bytes, 58, 32),
    creationDay: view.getUint16(90, true),
    creationYear: view.getUint16(92, true),
    headerSize,
    pointOffset: view.getUint32(96, true),
    vlrCount: view.getUint32(100, true),
    pointFormat: format & 0x3f,
    isCompressed: (format & 0x80) !== 0,
    recordLength: view.getUint16(105, true),
    // Some writers of 1.4 fill only the older count.
    pointCount: count === 0 ? legacyCount : count,
    pointsByReturn: returnsOf(view, isLatest && count > 0),
    scale: triple(view, 131, 8),
    offset: triple(view, 155, 8),
    max: triple(view, 179, 16),
    min: triple(view, 187, 16),
    waveformOffset: minor >= 3 ? readUint64(view, 227) : 0,
    evlrOffset: isLatest ? readUint64(view, 235) : 0,
    evlrCount: isLatest ? view.getUint32(243, true) : 0,
  };
  checkHeader(header);
  return header;
}

function checkHeader(header: LasHeader): void {
  const { size } = pointFormat(header.pointFormat);
  if (header.recordLength < size) {
    throw new CloudError("header-broken", `records have ${header.recordLength} bytes, format ${header.pointFormat} needs ${size}`, 105);
  }
  if (header.pointOffset < header.headerSize) {
    throw new CloudError("header-broken", `points are said to begin at byte ${header.pointOffset}, inside the header`, 96);
  }
  for (let axis = 0; axis < 3; axis++) {
    const [scale, offset] = [header.scale[axis] as number, header.offset[axis] as number];
    if (!Number.isFinite(scale) || scale === 0)
      throw new CloudError("header-broken", `the scale of axis ${axis} is ${scale}`, 131 + 8 * axis);
    if (!Number.isFinite(offset)) throw new CloudError("header-broken", `the offset of axis ${axis} is ${offset}`, 155 + 8 * axis);
  }
  if (!Number.isFinite(header.pointCount)) throw new CloudError("header-broken", "the number of points is above 2^53", 247);
  if (!Number.isFinite(header.evlrOffset)) throw new CloudError("header-broken", "the offset of the extended records is above 2^53", 235);
}

const triple = (view: DataView, at: number, step: number): Triple => [
  view.getFloat64(at, true),
  view.getFloat64(at + step, true),
  view.getFloat64(at + 2 * step, true),
];

function returnsOf(view: DataView, isLatest: boolean): number[] {
  if (isLatest) return Array.from({ length: 15 }, (_, i) => readUint64(view, 255 + 8 * i));
  return Array.from({ length: 5 }, (_, i) => view.getUint32(111 + 4 * i, true));
}

/**
 * The bytes of a header. Sizes and offsets must be right already; formats 0 to 5 of LAS 1.4 fill the older counts too.
 *
 * @throws CloudError `not-writable` when the version does not know the point format, or cannot count so many points
 */
export function writeHeader(header: LasHeader): Uint8Array {
  const minor = header.versionMinor;
  if (minor < minorVersionFor(header.pointFormat)) {
    throw new CloudError("not-writable", `point format ${header.pointFormat} does not exist in LAS 1.${minor}`);
  }
  const bytes = new Uint8Array(HEADER_SIZES[minor] ?? LONGEST_HEADER);
  const view = viewOf(bytes);
  writeText(bytes, 0, 4, "LASF");
  view.setUint16(4, header.fileSourceId, true);
  view.setUint16(6, header.globalEncoding, true);
  bytes.set(header.projectId.subarray(0, 16), 8);
  view.setUint8(24, 1);
  view.setUint8(25, minor);
  writeText(bytes, 26, 32, header.systemId);
  writeText(bytes, 58, 32, header.software);
  view.setUint16(90, header.creationDay, true);
  view.setUint16(92, header.creationYear, true);
  view.setUint16(94, bytes.length, true);
  view.setUint32(96, header.pointOffset, true);
  view.setUint32(100, header.vlrCount, true);
  view.setUint8(104, header.pointFormat | (header.isCompressed ? 0x80 : 0));
  view.setUint16(105, header.recordLength, true);
  writeOlderCounts(view, header);
  for (let axis = 0; axis < 3; axis++) {
    view.setFloat64(131 + 8 * axis, header.scale[axis] as number, true);
    view.setFloat64(155 + 8 * axis, header.offset[axis] as number, true);
    view.setFloat64(179 + 16 * axis, header.max[axis] as number, true);
    view.setFloat64(187 + 16 * axis, header.min[axis] as number, true);
  }
  if (minor >= 3) writeUint64(view, 227, header.waveformOffset);
  if (minor >= 4) {
    writeUint64(view, 235, header.evlrOffset);
    view.setUint32(243, header.evlrCount, true);
    writeUint64(view, 247, header.pointCount);
    for (let i = 0; i < 15; i++) writeUint64(view, 255 + 8 * i, header.pointsByReturn[i] ?? 0);
  }
  return bytes;
}

function writeOlderCounts(view: DataView, header: LasHeader): void {
  if (header.pointFormat >= 6) return;
  if (header.pointCount >= 2 ** 32) {
    if (header.versionMinor >= 4) return;
    throw new CloudError("not-writable", `LAS 1.${header.versionMinor} cannot count ${header.pointCount} points`);
  }
  view.setUint32(107, header.pointCount, true);
  for (let i = 0; i < 5; i++) view.setUint32(111 + 4 * i, header.pointsByReturn[i] ?? 0, true);
}

/** A header for new files: no points, no records, everything else as given. */
export function newHeader(facts: Partial<LasHeader> & Pick<LasHeader, "pointFormat" | "scale" | "offset">): LasHeader {
  const versionMinor = facts.versionMinor ?? 4;
  const headerSize = HEADER_SIZES[versionMinor] ?? LONGEST_HEADER;
  return {
    versionMinor,
    fileSourceId: 0,
    globalEncoding: facts.pointFormat >= 6 ? GLOBAL_ENCODING.wkt | GLOBAL_ENCODING.standardTime : 0,
    projectId: new Uint8Array(16),
    systemId: "",
    software: "Archipel",
    creationDay: 0,
    creationYear: 0,
    headerSize,
    pointOffset: headerSize,
    vlrCount: 0,
    isCompressed: false,
    recordLength: pointFormat(facts.pointFormat).size,
    pointCount: 0,
    pointsByReturn: [],
    min: [0, 0, 0],
    max: [0, 0, 0],
    waveformOffset: 0,
    evlrOffset: 0,
    evlrCount: 0,
    ...facts,
  };
}
