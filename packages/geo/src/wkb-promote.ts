import type { Geometry, SimpleGeometry } from "./geojson.ts";
import { type GeometryTypeName, geometryTypeNames, membersOf, readWkb, WkbError, type WkbHeader, WkbReader, writeEwkb } from "./wkb.ts";

/** The type of a geometry column; `Geometry` holds any mix. */
export type ColumnType = GeometryTypeName | "Geometry";

/** The constraints of a geometry column: one type, one SRID, with heights or without. */
export interface GeometryColumn {
  type: ColumnType;
  srid: number;
  hasZ: boolean;
}

/** The narrowest column type that holds both: a single type and its multi-type give the multi-type, a mix of kinds gives `Geometry`. */
export function commonType(a: ColumnType, b: ColumnType): ColumnType {
  if (a === b) return a;
  const multi = multiOf(a);
  return multi === multiOf(b) ? multi : "Geometry";
}

/** The multi-type of a single type; multi-types and collections stay the same. */
export function multiOf<T extends ColumnType>(type: T): T | GeometryTypeName {
  switch (type) {
    case "Point":
      return "MultiPoint";
    case "LineString":
      return "MultiLineString";
    case "Polygon":
      return "MultiPolygon";
    default:
      return type;
  }
}

/**
 * Makes any WKB fit a geometry column: its SRID, its dimensions, singles wrapped into multis. In most cases the geometry is little-endian and
 * has the column's dimensions, and then its bytes are copied without parsing.
 *
 * @throws WkbError when the bytes are not WKB, or the column's type cannot hold the geometry
 */
export function promoteWkb(bytes: Uint8Array, column: GeometryColumn): Uint8Array {
  const reader = new WkbReader(bytes);
  const head = promotedHead(reader.header(), column);
  if (head === null) return writeEwkb(promoteGeometry(readWkb(bytes).geometry, column.type), column.srid, column.hasZ);
  const promoted = new Uint8Array(head.length + bytes.length - reader.offset);
  promoted.set(head);
  promoted.set(bytes.subarray(reader.offset), head.length);
  return promoted;
}

/** The bytes that stand before the body of a geometry in its column, in place of its header; null when the body has to change too. */
export function promotedHead(header: WkbHeader, column: GeometryColumn): Uint8Array | null {
  const wanted = column.type === "Geometry" ? header.code : geometryTypeNames.indexOf(column.type) + 1;
  const isWrapped = header.code < wanted && header.code + 3 === wanted;
  if (!header.littleEndian || header.hasM || header.hasZ !== column.hasZ || (header.code !== wanted && !isWrapped)) return null;
  const flags = column.hasZ ? 0x80000000 : 0;
  const head = new Uint8Array(9 + (isWrapped ? 9 : 0));
  const view = new DataView(head.buffer);
  view.setUint8(0, 1);
  view.setUint32(1, (wanted | flags | 0x20000000) >>> 0, true);
  view.setUint32(5, column.srid, true);
  if (isWrapped) {
    view.setUint32(9, 1, true);
    view.setUint8(13, 1);
    view.setUint32(14, (header.code | flags) >>> 0, true);
  }
  return head;
}

/** Converts a geometry: singles are wrapped into multis, collections of one kind flattened. @throws WkbError when it does not fit */
export function promoteGeometry(geometry: Geometry, type: ColumnType): Geometry {
  if (geometry.type === type || type === "Geometry") return geometry;
  if (type === "GeometryCollection") return { type, geometries: [geometry] };
  const parts = singlesOf(geometry);
  if (parts.some((part) => multiOf(part.type) !== multiOf(type)) || (type !== multiOf(type) && parts.length !== 1)) {
    throw new WkbError(`a ${geometry.type} cannot be stored as a ${type}`);
  }
  if (type !== multiOf(type)) return parts[0] ?? geometry;
  // All parts have the single type of `type`, as checked above.
  return { type, coordinates: parts.map((part) => part.coordinates) } as Geometry;
}

function singlesOf(geometry: Geometry): SimpleGeometry[] {
  switch (geometry.type) {
    case "GeometryCollection":
      return geometry.geometries.flatMap(singlesOf);
    case "MultiPoint":
    case "MultiLineString":
    case "MultiPolygon":
      return membersOf(geometry);
    default:
      return [geometry];
  }
}
