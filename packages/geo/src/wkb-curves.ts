import type { Geometry, Position } from "./geojson.ts";
import { WkbError, type WkbHeader, WkbReader, writeEwkb } from "./wkb.ts";

/** ISO 19125 codes of types that consist of lines and circular arcs, and of surfaces that consist of patches. */
const CIRCULAR_STRING = 8;
const COMPOUND_CURVE = 9;
const CURVE_POLYGON = 10;
const MULTI_CURVE = 11;
const MULTI_SURFACE = 12;
const POLYHEDRAL_SURFACE = 15;
const TIN = 16;
const TRIANGLE = 17;

/** Degrees of arc for each segment, at least as fine as the defaults of GDAL and PostGIS. */
const STEP = (4 * Math.PI) / 180;
/** How much smaller the area of a circle becomes, in percent. */
export const ARC_AREA_PERCENT = Math.round(1e4 * (1 - Math.sin(STEP) / STEP)) / 100;
const MAX_NESTING = 32;

/** What a geometry lost when it became one of the seven types that we store. */
export interface Reshaped {
  /** Distance of the segments from the arcs that they replace, at most, in the units of the coordinates; 0 without arcs. */
  arcs: number;
  /** A surface of patches or triangles became a multi-polygon. */
  isSurface: boolean;
  /** It had measures. */
  isMeasured: boolean;
}

/**
 * A geometry without arcs, surfaces of patches and measures; the same bytes when it has none. Arcs become segments, with heights interpolated
 * along the arc; surfaces become multi-polygons; measures are left out.
 *
 * @throws WkbError when the bytes of such a geometry are truncated or invalid
 */
export function plainWkb(bytes: Uint8Array): { ewkb: Uint8Array; reshaped: Reshaped | null } {
  if (bytes.byteLength < 5) return { ewkb: bytes, reshaped: null };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const raw = view.getUint32(1, view.getUint8(0) === 1);
  const code = (raw & 0xffff) % 1000;
  const isMeasured = (raw & 0x40000000) !== 0 || (raw & 0xffff) >= 2000;
  if (code < COLLECTION && !isMeasured) return { ewkb: bytes, reshaped: null };
  const reader = new WkbReader(bytes);
  const header = reader.header(TRIANGLE);
  const lost: Reshaped = { arcs: 0, isSurface: false, isMeasured: false };
  const geometry = straight(reader, header, 0, lost);
  const isReshaped = lost.arcs > 0 || lost.isSurface || lost.isMeasured;
  if (code <= COLLECTION && !isMeasured && !isReshaped) return { ewkb: bytes, reshaped: null };
  return { ewkb: writeEwkb(geometry, header.srid, header.hasZ), reshaped: isReshaped ? lost : null };
}

const COLLECTION = 7;

function straight(reader: WkbReader, header: WkbHeader, depth: number, lost: Reshaped): Geometry {
  if (depth > MAX_NESTING) throw new WkbError("the geometry is nested too deep");
  const { littleEndian, hasZ, hasM } = header;
  const step = 16 + (hasZ ? 8 : 0) + (hasM ? 8 : 0);
  const list = <T>(bytesEach: number, item: () => T): T[] => Array.from({ length: reader.count(littleEndian, bytesEach) }, item);
  const position = (): Position => {
    const at = reader.take(step);
    const [x, y] = [reader.view.getFloat64(at, littleEndian), reader.view.getFloat64(at + 8, littleEndian)];
    // A layer with measures gives 0 to features without one.
    if (hasM && Number.isFinite(x) && (reader.view.getFloat64(at + step - 8, littleEndian) || 0) !== 0) lost.isMeasured = true;
    return hasZ ? [x, y, reader.view.getFloat64(at + 16, littleEndian)] : [x, y];
  };
  const members = () => list(5, () => straight(reader, reader.header(TRIANGLE), depth + 1, lost));
  const points = () => members().flatMap((member) => (member.type === "Point" ? [member.coordinates] : []));
  const lines = () => members().flatMap((member) => (member.type === "LineString" ? [member.coordinates] : []));
  const polygons = () => members().flatMap((member) => (member.type === "Polygon" ? [member.coordinates] : []));
  switch (header.code) {
    case 1:
      return { type: "Point", coordinates: position() };
    case 2:
      return { type: "LineString", coordinates: list(step, position) };
    case 3:
    case TRIANGLE:
      lost.isSurface ||= header.code === TRIANGLE;
      return { type: "Polygon", coordinates: list(4, () => list(step, position)) };
    case 4:
      return { type: "MultiPoint", coordinates: points() };
    case COLLECTION:
      return { type: "GeometryCollection", geometries: members() };
    case CIRCULAR_STRING:
      return { type: "LineString", coordinates: arcsOf(list(step, position), lost) };
    case COMPOUND_CURVE:
      return { type: "LineString", coordinates: joined(lines()) };
    case CURVE_POLYGON:
      return { type: "Polygon", coordinates: lines() };
    case 5:
    case MULTI_CURVE:
      return { type: "MultiLineString", coordinates: lines() };
    case 6:
    case MULTI_SURFACE:
      return { type: "MultiPolygon", coordinates: polygons() };
    case POLYHEDRAL_SURFACE:
    case TIN:
      lost.isSurface = true;
      return { type: "MultiPolygon", coordinates: polygons() };
    default:
      throw new WkbError(`unexpected geometry ${header.code}`);
  }
}

/** Joins parts, each of which begins where the previous one ends. */
function joined(lines: readonly Position[][]): Position[] {
  return lines.flatMap((line, index) => (index === 0 ? line : line.slice(1)));
}

/** A circular string: positions 0, 2, 4… are the ends of its arcs, the others are on the arcs. */
function arcsOf(positions: readonly Position[], lost: Reshaped): Position[] {
  const [first] = positions;
  if (!first) return [];
  const cut: Position[] = [first];
  for (let index = 0; index + 2 < positions.length; index += 2) {
    const [start, middle, end] = positions.slice(index, index + 3);
    if (start && middle && end) cut.push(...arc(start, middle, end, lost));
  }
  return cut;
}

/** The positions of an arc after its start; its middle and its end are kept as they are written. */
function arc(start: Position, middle: Position, end: Position, lost: Reshaped): Position[] {
  const isCircle = start[0] === end[0] && start[1] === end[1];
  const centre = isCircle ? ([(start[0] + middle[0]) / 2, (start[1] + middle[1]) / 2] as const) : centreOf(start, middle, end);
  if (!centre) return [middle, end];
  const angle = ([x, y]: Position) => Math.atan2(y - centre[1], x - centre[0]);
  const turn = (from: Position, to: Position) => (angle(to) - angle(from) + 4 * Math.PI) % (2 * Math.PI);
  const isLeft = isCircle || turn(start, middle) <= turn(start, end);
  const part = (from: Position, to: Position) => segments(from, to, centre, isLeft ? turn(from, to) : turn(from, to) - 2 * Math.PI, lost);
  return [...part(start, middle), ...part(middle, end)];
}

/** Positions from one to another around a centre, over an angle of `sweep` radians. */
function segments(from: Position, to: Position, [x, y]: readonly [number, number], sweep: number, lost: Reshaped): Position[] {
  const radius = Math.hypot(from[0] - x, from[1] - y);
  const first = Math.atan2(from[1] - y, from[0] - x);
  const steps = Math.max(1, Math.ceil(Math.abs(sweep) / STEP));
  lost.arcs = Math.max(lost.arcs, radius * (1 - Math.cos(sweep / steps / 2)));
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
