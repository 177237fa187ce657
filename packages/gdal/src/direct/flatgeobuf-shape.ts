import type { Bytes } from "../rows/row-writer.ts";
import type { FlatBuffer } from "./flatbuffer.ts";
import { LeftToGdal } from "./left-to-gdal.ts";

const [POINT, LINE_STRING, POLYGON, MULTI_POINT, MULTI_LINE_STRING, MULTI_POLYGON] = [1, 2, 3, 4, 5, 6];
/** Fields of a geometry (flatgeobuf.org, feature.fbs). */
const [ENDS, XY, Z, M, T, TM, TYPE, PARTS] = [0, 1, 2, 3, 4, 5, 6, 7];

/**
 * Appends a geometry of FlatGeobuf as EWKB without SRID.
 *
 * @param declared the type that the header declares for all; 0 when each geometry has its own
 * @throws LeftToGdal for collections, curves, measures, empty geometries, open rings, and what does not fit together
 */
export function appendShape(target: Bytes, buffer: FlatBuffer, geometry: number, declared: number, hasZ: boolean): void {
  const type = declared === 0 ? buffer.byte(geometry, TYPE) : declared;
  const header = (code: number) => {
    target.uint8(1);
    target.uint32((code | (hasZ ? 0x80000000 : 0)) >>> 0);
  };
  header(type);
  if (type === MULTI_POLYGON) {
    const parts = buffer.tables(buffer.pointed(geometry, PARTS));
    if (parts.length === 0) throw new LeftToGdal("an empty geometry");
    target.uint32(parts.length);
    for (const part of parts) {
      header(POLYGON);
      lists(target, buffer, part, hasZ, null);
    }
    return;
  }
  if (buffer.field(geometry, PARTS) !== 0) throw new LeftToGdal("parts");
  if (type === POLYGON) lists(target, buffer, geometry, hasZ, null);
  else if (type === MULTI_LINE_STRING) lists(target, buffer, geometry, hasZ, () => header(LINE_STRING));
  else {
    const positions = new Positions(buffer, geometry, hasZ);
    if (type === POINT) {
      if (positions.count !== 1) throw new LeftToGdal("no point");
      positions.append(target, 0, 1);
    } else if (type === LINE_STRING) {
      target.uint32(positions.count);
      positions.append(target, 0, positions.count);
    } else if (type === MULTI_POINT) {
      target.uint32(positions.count);
      for (let point = 0; point < positions.count; point++) {
        header(POINT);
        positions.append(target, point, point + 1);
      }
    } else throw new LeftToGdal("a geometry of another type");
  }
}

/** Rings, or lines with `begin` before each. */
function lists(target: Bytes, buffer: FlatBuffer, geometry: number, hasZ: boolean, begin: (() => void) | null): void {
  const positions = new Positions(buffer, geometry, hasZ);
  const ends = buffer.pointed(geometry, ENDS);
  const count = ends === 0 ? 0 : buffer.count(ends, 4);
  // Without ends, all positions are one list.
  target.uint32(Math.max(1, count));
  let start = 0;
  for (let list = 0; list < Math.max(1, count); list++) {
    const end = count === 0 ? positions.count : buffer.view.getUint32(ends + 4 + 4 * list, true);
    if (end < start || end > positions.count) throw new LeftToGdal("ends that do not follow one another");
    if (begin === null && !positions.isRing(start, end)) throw new LeftToGdal("an open ring");
    begin?.();
    target.uint32(end - start);
    positions.append(target, start, end);
    start = end;
  }
  if (start !== positions.count) throw new LeftToGdal("positions behind the last end");
}

/** The positions of one geometry: a vector of x and y, and one of heights. */
class Positions {
  readonly count: number;
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  readonly #xy: number;
  readonly #z: number;

  constructor(buffer: FlatBuffer, geometry: number, hasZ: boolean) {
    const [xy, z] = [buffer.pointed(geometry, XY), buffer.pointed(geometry, Z)];
    const ordinates = buffer.count(xy, 8);
    this.count = ordinates / 2;
    const isOdd = ordinates === 0 || ordinates % 2 !== 0 || (hasZ ? buffer.count(z, 8) !== this.count : z !== 0);
    if (isOdd || [M, T, TM].some((field) => buffer.field(geometry, field) !== 0)) throw new LeftToGdal("odd positions");
    this.#view = buffer.view;
    this.#bytes = new Uint8Array(buffer.view.buffer, buffer.view.byteOffset, buffer.view.byteLength);
    this.#xy = xy + 4;
    this.#z = hasZ ? z + 4 : 0;
    // An empty point is NaN.
    if (this.count === 1 && Number.isNaN(this.#view.getFloat64(this.#xy, true))) throw new LeftToGdal("a point without a place");
  }

  /** Whether the last position repeats the first one. GDAL closes open rings. */
  isRing(start: number, end: number): boolean {
    const isSame = (at: number, bytesEach: number) => {
      const [first, last] = [at + bytesEach * start, at + bytesEach * (end - 1)];
      for (let byte = 0; byte < bytesEach; byte++) if (this.#bytes[first + byte] !== this.#bytes[last + byte]) return false;
      return true;
    };
    return end > start && isSame(this.#xy, 16) && (this.#z === 0 || isSame(this.#z, 8));
  }

  append(target: Bytes, start: number, end: number): void {
    const from = this.#xy + 16 * start;
    if (this.#z === 0) {
      target.copy(this.#bytes, from, this.#xy + 16 * end);
      return;
    }
    for (let position = start; position < end; position++) {
      target.copy(this.#bytes, this.#xy + 16 * position, this.#xy + 16 * position + 16);
      target.float64(this.#view.getFloat64(this.#z + 8 * position, true));
    }
  }
}
