import type { Bbox } from "./bbox.ts";
import type { Geometry, Position, SimpleGeometry } from "./geojson.ts";

/**
 * Well-known binary of OGC 06-103r4, its ISO variant (type + 1000 for Z, 2000 for M) and PostGIS's EWKB (flags and an SRID).
 * Both byte orders are read; little-endian EWKB is written. M ordinates are skipped.
 */
export const geometryTypeNames = [
  "Point",
  "LineString",
  "Polygon",
  "MultiPoint",
  "MultiLineString",
  "MultiPolygon",
  "GeometryCollection",
] as const;
export type GeometryTypeName = (typeof geometryTypeNames)[number];

const Z_FLAG = 0x80000000;
const M_FLAG = 0x40000000;
const SRID_FLAG = 0x20000000;

/** The bytes are not WKB of a supported geometry (truncated, a curve, or not WKB at all). */
export class WkbError extends Error {}

export interface WkbHeader {
  /** 1 Point … 7 GeometryCollection, as in `geometryTypeNames`. */
  code: number;
  hasZ: boolean;
  hasM: boolean;
  srid: number | null;
  littleEndian: boolean;
}

/** Walks WKB bytes without building anything. Set `offset` to walk another geometry of the same bytes. */
export class WkbReader {
  readonly view: DataView;
  offset: number;
  /** Asked for each value, and slower to ask the view for. */
  private readonly size: number;

  constructor(bytes: Uint8Array, offset = 0) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.size = bytes.byteLength;
    this.offset = offset;
  }

  /** @param lastCode curves have codes above 7, which only wkb-curves.ts reads. @throws WkbError */
  header(lastCode = 7): WkbHeader {
    const littleEndian = this.take(1) >= 0 && this.view.getUint8(this.offset - 1) === 1;
    const raw = this.uint32(littleEndian);
    const iso = raw & 0xffff;
    const code = iso % 1000;
    if (code < 1 || code > lastCode) throw new WkbError(`unsupported geometry type ${iso}`);
    const dimension = Math.floor(iso / 1000);
    return {
      code,
      hasZ: (raw & Z_FLAG) !== 0 || dimension === 1 || dimension === 3,
      hasM: (raw & M_FLAG) !== 0 || dimension === 2 || dimension === 3,
      srid: (raw & SRID_FLAG) === 0 ? null : this.uint32(littleEndian),
      littleEndian,
    };
  }

  /** Reads a count and checks it against the remaining bytes, so that a false one cannot cause an endless loop. */
  count(littleEndian: boolean, bytesEach: number): number {
    const count = this.uint32(littleEndian);
    if (count * bytesEach > this.size - this.offset) throw new WkbError("the geometry is cut off");
    return count;
  }

  uint32(littleEndian: boolean): number {
    return this.view.getUint32(this.take(4), littleEndian);
  }

  /** Moves on by `length` bytes and returns where they start. */
  take(length: number): number {
    const start = this.offset;
    if (start + length > this.size) throw new WkbError("the geometry is cut off");
    this.offset = start + length;
    return start;
  }
}

/** Bytes of one position. */
function stride(header: WkbHeader): number {
  return 16 + (header.hasZ ? 8 : 0) + (header.hasM ? 8 : 0);
}

const MAX_NESTING = 32;

/** Reads a geometry. An empty point has NaN coordinates. @throws WkbError */
export function readWkb(bytes: Uint8Array): { geometry: Geometry; srid: number | null; hasZ: boolean } {
  const reader = new WkbReader(bytes);
  const header = reader.header();
  return { geometry: readBody(reader, header, 0), srid: header.srid, hasZ: header.hasZ };
}

function readBody(reader: WkbReader, header: WkbHeader, depth: number): Geometry {
  if (depth > MAX_NESTING) throw new WkbError("the geometry is nested too deep");
  const { littleEndian } = header;
  const step = stride(header);
  const position = (): Position => {
    const at = reader.take(step);
    const x = reader.view.getFloat64(at, littleEndian);
    const y = reader.view.getFloat64(at + 8, littleEndian);
    return header.hasZ ? [x, y, reader.view.getFloat64(at + 16, littleEndian)] : [x, y];
  };
  const list = <T>(bytesEach: number, item: () => T): T[] => Array.from({ length: reader.count(littleEndian, bytesEach) }, item);
  const line = () => list(step, position);
  const rings = () => list(4, line);
  const member = () => readBody(reader, reader.header(), depth + 1);
  switch (header.code) {
    case 1:
      return { type: "Point", coordinates: position() };
    case 2:
      return { type: "LineString", coordinates: line() };
    case 3:
      return { type: "Polygon", coordinates: rings() };
    case 4:
      return { type: "MultiPoint", coordinates: list(5, member).flatMap((part) => (part.type === "Point" ? [part.coordinates] : [])) };
    case 5:
      return {
        type: "MultiLineString",
        coordinates: list(5, member).flatMap((part) => (part.type === "LineString" ? [part.coordinates] : [])),
      };
    case 6:
      return { type: "MultiPolygon", coordinates: list(5, member).flatMap((part) => (part.type === "Polygon" ? [part.coordinates] : [])) };
    default:
      return { type: "GeometryCollection", geometries: list(5, member) };
  }
}

export interface WkbFacts {
  type: GeometryTypeName;
  hasZ: boolean;
  /** In the geometry's own units; null when it is empty. NaN and infinite ordinates are ignored. */
  bbox: Bbox | null;
  positions: number;
  /** Is every x and y a finite number? */
  isFinite: boolean;
}

/** What one pass over the bytes (or from where a reader is) shows, without building the geometry. @throws WkbError */
export function scanWkb(bytes: Uint8Array | WkbReader): WkbFacts {
  const reader = bytes instanceof WkbReader ? bytes : new WkbReader(bytes);
  const header = reader.header();
  const bbox: Bbox = [Infinity, Infinity, -Infinity, -Infinity];
  let positions = 0;
  let allFinite = true;
  const visitPositions = (count: number, at: WkbHeader) => {
    const step = stride(at);
    let offset = reader.take(count * step);
    for (let index = 0; index < count; index++, offset += step) {
      const x = reader.view.getFloat64(offset, at.littleEndian);
      const y = reader.view.getFloat64(offset + 8, at.littleEndian);
      if (Number.isNaN(x) && Number.isNaN(y) && at.code === 1) continue;
      positions++;
      if (!Number.isFinite(x) || !Number.isFinite(y)) {
        allFinite = false;
        continue;
      }
      if (x < bbox[0]) bbox[0] = x;
      if (y < bbox[1]) bbox[1] = y;
      if (x > bbox[2]) bbox[2] = x;
      if (y > bbox[3]) bbox[3] = y;
    }
  };
  const visit = (at: WkbHeader, depth: number): void => {
    if (depth > MAX_NESTING) throw new WkbError("the geometry is nested too deep");
    if (at.code <= 2) {
      visitPositions(at.code === 1 ? 1 : reader.count(at.littleEndian, stride(at)), at);
      return;
    }
    const parts = reader.count(at.littleEndian, 4);
    for (let part = 0; part < parts; part++) {
      if (at.code === 3) visitPositions(reader.count(at.littleEndian, stride(at)), at);
      else visit(reader.header(), depth + 1);
    }
  };
  visit(header, 0);
  const type = geometryTypeNames[header.code - 1] ?? "GeometryCollection";
  return { type, hasZ: header.hasZ, bbox: bbox[0] === Infinity ? null : bbox, positions, isFinite: allFinite };
}

/** The box of a geometry, in its own units; null when it is empty, and when the bytes are no WKB. */
export function bboxOfWkb(bytes: Uint8Array): Bbox | null {
  try {
    return scanWkb(bytes).bbox;
  } catch (error) {
    if (error instanceof WkbError) return null;
    throw error;
  }
}

/**
 * Writes little-endian EWKB.
 *
 * @param srid EPSG code written into it; null writes none
 * @param hasZ write heights (0 where a position has none) or leave them out
 */
export function writeEwkb(geometry: Geometry, srid: number | null, hasZ: boolean): Uint8Array {
  const bytes = new Uint8Array(sizeOf(geometry, hasZ) + (srid === null ? 0 : 4));
  const view = new DataView(bytes.buffer);
  let offset = 0;
  const uint32 = (value: number) => {
    view.setUint32(offset, value, true);
    offset += 4;
  };
  const position = (at: Position) => {
    view.setFloat64(offset, at[0], true);
    view.setFloat64(offset + 8, at[1], true);
    if (hasZ) view.setFloat64(offset + 16, at[2] ?? 0, true);
    offset += hasZ ? 24 : 16;
  };
  const list = <T>(items: readonly T[], write: (item: T) => void) => {
    uint32(items.length);
    for (const item of items) write(item);
  };
  const line = (positions: Position[]) => list(positions, position);
  const write = (part: Geometry, partSrid: number | null): void => {
    view.setUint8(offset++, 1);
    const code = geometryTypeNames.indexOf(part.type) + 1;
    uint32((code | (hasZ ? Z_FLAG : 0) | (partSrid === null ? 0 : SRID_FLAG)) >>> 0);
    if (partSrid !== null) uint32(partSrid);
    switch (part.type) {
      case "Point":
        position(part.coordinates);
        break;
      case "LineString":
        line(part.coordinates);
        break;
      case "Polygon":
        list(part.coordinates, line);
        break;
      case "GeometryCollection":
        list(part.geometries, (member) => write(member, null));
        break;
      default:
        list(membersOf(part), (member) => write(member, null));
    }
  };
  write(geometry, srid);
  return bytes;
}

type MultiGeometry = Extract<SimpleGeometry, { type: `Multi${string}` }>;

/** The single geometries of a multi-geometry. */
export function membersOf(geometry: MultiGeometry): SimpleGeometry[] {
  switch (geometry.type) {
    case "MultiPoint":
      return geometry.coordinates.map((coordinates) => ({ type: "Point", coordinates }));
    case "MultiLineString":
      return geometry.coordinates.map((coordinates) => ({ type: "LineString", coordinates }));
    case "MultiPolygon":
      return geometry.coordinates.map((coordinates) => ({ type: "Polygon", coordinates }));
  }
}

function sizeOf(geometry: Geometry, hasZ: boolean): number {
  const step = hasZ ? 24 : 16;
  const sum = <T>(items: readonly T[], size: (item: T) => number) => items.reduce((total, item) => total + size(item), 4);
  const line = (positions: Position[]) => 4 + positions.length * step;
  switch (geometry.type) {
    case "Point":
      return 5 + step;
    case "LineString":
      return 5 + line(geometry.coordinates);
    case "Polygon":
      return 5 + sum(geometry.coordinates, line);
    case "GeometryCollection":
      return 5 + sum(geometry.geometries, (part) => sizeOf(part, hasZ));
    default:
      return 5 + sum(membersOf(geometry), (part) => sizeOf(part, hasZ));
  }
}
