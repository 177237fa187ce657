import type { Geometry, Position } from "./geojson.ts";
import { WkbError, type WkbHeader, WkbReader, writeEwkb } from "./wkb.ts";

/** ISO 19125 codes of curve types, which consist of lines and circular arcs. */
const CIRCULAR_STRING = 8;
const COMPOUND_CURVE = 9;
const CURVE_POLYGON = 10;
const MULTI_CURVE = 11;
const MULTI_SURFACE = 12;

/** Degrees of arc for each segment, at least as fine as the defaults of GDAL and PostGIS. */
const STEP = (4 * Math.PI) / 180;
const MAX_NESTING = 32;

/**
 * Replaces circular arcs in WKB by segments; returns the same bytes when there is no curve. Heights are interpolated along the arc.
 *
 * @throws WkbError when the bytes of a curve are truncated or invalid
 */
export function straightWkb(bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength < 5) return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const code = (view.getUint32(1, view.getUint8(0) === 1) & 0xffff) % 1000;
  if (code < CIRCULAR_STRING || code > MULTI_SURFACE) return bytes;
  const reader = new WkbReader(bytes);
  const header = reader.header(MULTI_SURFACE);
  return writeEwkb(straight(reader, header, 0), header.srid, header.hasZ);
}

function straight(reader: WkbReader, header: WkbHeader, depth: number): Geometry {
  if (depth > MAX_NESTING) throw new WkbError("the geometry is nested too deep");
  const { littleEndian, hasZ } = header;
  const step = 16 + (hasZ ? 8 : 0) + (header.hasM ? 8 : 0);
  const list = <T>(bytesEach: number, item: () => T): T[] => Array.from({ length: reader.count(littleEndian, bytesEach) }, item);
  const position = (): Position => {
    const at = reader.take(step);
    const [x, y] = [reader.view.getFloat64(at, littleEndian), reader.view.getFloat64(at + 8, littleEndian)];
    return hasZ ? [x, y, reader.view.getFloat64(at + 16, littleEndian)] : [x, y];
  };
  const members = () => list(5, () => straight(reader, reader.header(MULTI_SURFACE), depth + 1));
  const lines = () => members().flatMap((member) => (member.type === "LineString" ? [member.coordinates] : []));
  switch (header.code) {
    case 2:
      return { type: "LineString", coordinates: list(step, position) };
    case 3:
      return { type: "Polygon", coordinates: list(4, () => list(step, position)) };
    case CIRCULAR_STRING:
      return { type: "LineString", coordinates: arcsOf(list(step, position)) };
    case COMPOUND_CURVE:
      return { type: "LineString", coordinates: joined(lines()) };
    case CURVE_POLYGON:
      return { type: "Polygon", coordinates: lines() };
    case MULTI_CURVE:
      return { type: "MultiLineString", coordinates: lines() };
    case MULTI_SURFACE:
      return { type: "MultiPolygon", coordinates: members().flatMap((member) => (member.type === "Polygon" ? [member.coordinates] : [])) };
    default:
      throw new WkbError(`unexpected part ${header.code} of a curve`);
  }
}

/** Joins parts, each of which begins where the previous one ends. */
function joined(lines: readonly Position[][]): Position[] {
  return lines.flatMap((line, index) => (index === 0 ? line : line.slice(1)));
}

/** A circular string: positions 0, 2, 4… are the ends of its arcs, the others are on the arcs. */
function arcsOf(positions: readonly Position[]): Position[] {
  const [first] = positions;
  if (!first) return [];
  const cut: Position[] = [first];
  for (let index = 0; index + 2 < positions.length; index += 2) {
    const [start, middle, end] = positions.slice(index, index + 3);
    if (start && middle && end) cut.push(...arc(start, middle, end));
  }
  return cut;
}

/** The positions of an arc after its start; its middle and its end are kept as they are written. */
function arc(start: Position, middle: Position, end: Position): Position[] {
  const isCircle = start[0] === end[0] && start[1] === end[1];
  const centre = isCircle ? ([(start[0] + middle[0]) / 2, (start[1] + middle[1]) / 2] as const) : centreOf(start, middle, end);
  if (!centre) return [middle, end];
  const angle = ([x, y]: Position) => Math.atan2(y - centre[1], x - centre[0]);
  const turn = (from: Position, to: Position) => (angle(to) - angle(from) + 4 * Math.PI) % (2 * Math.PI);
  const isLeft = isCircle || turn(start, middle) <= turn(start, end);
  const part = (from: Position, to: Position) => segments(from, to, centre, isLeft ? turn(from, to) : turn(from, to) - 2 * Math.PI);
  return [...part(start, middle), ...part(middle, end)];
}

/** Positions from one to another around a centre, over an angle of `sweep` radians. */
function segments(from: Position, to: Position, [x, y]: readonly [number, number], sweep: number): Position[] {
  const radius = Math.hypot(from[0] - x, from[1] - y);
  const first = Math.atan2(from[1] - y, from[0] - x);
  const steps = Math.max(1, Math.ceil(Math.abs(sweep) / STEP));
  const between = Array.from({ length: steps - 1 }, (_, index): Position => {
    const share = (index + 1) / steps;
    const at = first + sweep * share;
    const flat: Position = [x + radius * Math.cos(at), y + radius * Math.sin(at)];
    return from[2] === undefined || to[2] === undefined ? flat : [flat[0], flat[1], from[2] + (to[2] - from[2]) * share];
  });
  return [...between, to];
}

/** The centre of the circle through three positions; null when they are on a line. */
function centreOf(a: Position, b: Position, c: Position): readonly [number, number] | null {
  // Relative to the first position, so that large coordinates keep their precision.
  const [bx, by, cx, cy] = [b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]];
  const twice = 2 * (bx * cy - by * cx);
  if (Math.abs(twice) < 1e-12 * (Math.hypot(bx, by) * Math.hypot(cx, cy) || 1)) return null;
  const [b2, c2] = [bx * bx + by * by, cx * cx + cy * cy];
  return [a[0] + (cy * b2 - by * c2) / twice, a[1] + (bx * c2 - cx * b2) / twice];
}
