import type { Bytes } from "../rows/row-writer.ts";
import { LeftToGdal } from "./left-to-gdal.ts";
import { polygonsOf, type Ring, ringAt } from "./shapefile-rings.ts";

/** Types of shapes; those with heights are higher by ten, and all shapes of a file are of its type, or null. */
const [NULL_SHAPE, POINT, ARC, POLYGON, MULTI_POINT] = [0, 1, 3, 5, 8];
const HIGH = 10;
const TYPES: ReadonlySet<number> = new Set([POINT, ARC, POLYGON, MULTI_POINT].flatMap((type) => [type, type + HIGH]));
/** Codes of WKB, and of its flag for heights. */
const WKB = { point: 1, line: 2, polygon: 3, multiPoint: 4, multiLine: 5, multiPolygon: 6 };
const Z_FLAG = 0x80000000;
/** The type and the box, and in shapes of parts their number and that of the positions. */
const BOX_END = 36;
const PARTS = 44;
const XY_BYTES = 16;

/** Whether shapes of the type have heights. @throws LeftToGdal for types that this reader does not know: measures, multipatches */
export function isHighType(type: number): boolean {
  if (!TYPES.has(type)) throw new LeftToGdal("shapes of another type");
  return type > HIGH;
}

/** Copies shapes of one type to the rows as EWKB without SRID. Measures behind the heights are left out. */
export class ShapeCopier {
  readonly #type: number;
  readonly #plain: number;
  readonly #isHigh: boolean;
  #target!: Bytes;
  #view!: DataView;
  #bytes: Uint8Array = new Uint8Array();
  /** Where positions and heights of the shape begin. */
  #xy = 0;
  #z = 0;

  constructor(type: number) {
    this.#type = type;
    this.#isHigh = isHighType(type);
    this.#plain = this.#isHigh ? type - HIGH : type;
  }

  /**
   * Appends the shape in `length` bytes of `view`.
   *
   * @returns false for a null shape
   * @throws LeftToGdal for empty shapes, open rings, places that are no numbers, parts that do not follow one another, and false lengths
   */
  append(target: Bytes, view: DataView, at: number, length: number): boolean {
    const type = length < 4 ? -1 : view.getInt32(at, true);
    if (type === NULL_SHAPE) return false;
    if (type !== this.#type) throw new LeftToGdal("a shape of another type");
    if (view !== this.#view) this.#bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    this.#target = target;
    this.#view = view;
    if (this.#plain === POINT) this.#point(at + 4, length - 4);
    else if (this.#plain === MULTI_POINT) this.#points(at, length);
    else this.#parts(at, length);
    return true;
  }

  #point(at: number, length: number): void {
    if (length < (this.#isHigh ? 24 : XY_BYTES)) throw new LeftToGdal("a point that is cut off");
    this.#xy = at;
    this.#z = at + XY_BYTES;
    this.#onePoint(0);
  }

  #points(at: number, length: number): void {
    const count = length < BOX_END + 4 ? 0 : this.#view.getInt32(at + BOX_END, true);
    this.#positionsAt(at, BOX_END + 4, count, length);
    this.#header(WKB.multiPoint);
    this.#target.uint32(count);
    for (let point = 0; point < count; point++) this.#onePoint(point);
  }

  #parts(at: number, length: number): void {
    const view = this.#view;
    const parts = length < PARTS ? 0 : view.getInt32(at + BOX_END, true);
    const count = length < PARTS ? 0 : view.getInt32(at + BOX_END + 4, true);
    if (parts < 1 || parts > count) throw new LeftToGdal("an empty shape");
    this.#positionsAt(at, PARTS + 4 * parts, count, length);
    const startOf = (part: number) => (part < parts ? view.getInt32(at + PARTS + 4 * part, true) : count);
    if (startOf(0) !== 0) throw new LeftToGdal("parts that do not begin");
    for (let part = 0; part < parts; part++) if (startOf(part + 1) <= startOf(part)) throw new LeftToGdal("parts out of order");
    if (this.#plain === POLYGON) this.#polygons(parts, startOf);
    else {
      if (parts > 1) this.#header(WKB.multiLine, parts);
      for (let part = 0; part < parts; part++) {
        this.#header(WKB.line, startOf(part + 1) - startOf(part));
        this.#positions(startOf(part), startOf(part + 1));
      }
    }
  }

  #polygons(parts: number, startOf: (part: number) => number): void {
    if (parts === 1) {
      this.#polygon([{ start: 0, end: startOf(1) }]);
      return;
    }
    const rings: Ring[] = [];
    for (let part = 0; part < parts; part++) rings.push(ringAt(this.#view, this.#xy, startOf(part), startOf(part + 1)));
    const polygons = polygonsOf(this.#view, this.#xy, rings);
    if (polygons.length > 1) this.#header(WKB.multiPolygon, polygons.length);
    for (const polygon of polygons) this.#polygon(polygon);
  }

  #polygon(rings: readonly { start: number; end: number }[]): void {
    this.#header(WKB.polygon, rings.length);
    for (const { start, end } of rings) {
      if (end - start < 4 || !this.#isClosed(start, end)) throw new LeftToGdal("an open ring");
      this.#target.uint32(end - start);
      this.#positions(start, end);
    }
  }

  #isClosed(start: number, end: number): boolean {
    const isSame = (at: number, bytesEach: number) => {
      const [first, last] = [at + bytesEach * start, at + bytesEach * (end - 1)];
      for (let byte = 0; byte < bytesEach; byte++) if (this.#bytes[first + byte] !== this.#bytes[last + byte]) return false;
      return true;
    };
    return isSame(this.#xy, XY_BYTES) && (!this.#isHigh || isSame(this.#z, 8));
  }

  /** Finds the positions of a shape whose positions begin `before` bytes behind its type; with heights, a range of them and then themselves. */
  #positionsAt(at: number, before: number, count: number, length: number): void {
    if (count < 1 || before + (this.#isHigh ? 24 * count + 16 : XY_BYTES * count) > length)
      throw new LeftToGdal("positions that are cut off");
    this.#xy = at + before;
    this.#z = this.#xy + XY_BYTES * count + 16;
  }

  #onePoint(index: number): void {
    // An empty point is NaN.
    if (Number.isNaN(this.#view.getFloat64(this.#xy + XY_BYTES * index, true))) throw new LeftToGdal("a point without a place");
    this.#header(WKB.point);
    this.#positions(index, index + 1);
  }

  #positions(start: number, end: number): void {
    const target = this.#target;
    if (!this.#isHigh) {
      target.copy(this.#bytes, this.#xy + XY_BYTES * start, this.#xy + XY_BYTES * end);
      return;
    }
    for (let position = start; position < end; position++) {
      target.copy(this.#bytes, this.#xy + XY_BYTES * position, this.#xy + XY_BYTES * (position + 1));
      target.float64(this.#view.getFloat64(this.#z + 8 * position, true));
    }
  }

  #header(code: number, count?: number): void {
    this.#target.uint8(1);
    this.#target.uint32((code | (this.#isHigh ? Z_FLAG : 0)) >>> 0);
    if (count !== undefined) this.#target.uint32(count);
  }
}
