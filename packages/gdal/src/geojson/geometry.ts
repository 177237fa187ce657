import { geometryTypeNames } from "@archipel/geo/wkb.ts";
import { Bytes } from "../rows/row-writer.ts";
import { CLOSE_BRACE, CLOSE_BRACKET, COLON, type JsonScanner, NotUnderstood, OPEN_BRACE, OPEN_BRACKET } from "./scanner.ts";

const [POINT, LINE_STRING, POLYGON, , , , COLLECTION] = [1, 2, 3, 4, 5, 6, 7];
const MAX_NESTING = 8;
const LOWER_N = 0x6e;

/** Reads the geometries of GeoJSON (RFC 7946) as EWKB without SRID, straight from the bytes of the file. */
export class GeometryReader {
  readonly ewkb = new Bytes(256 * 1024);
  /** Type code of the last geometry, 1 Point … 7 GeometryCollection, and its bounding box. */
  code = 0;
  hasZ = false;
  west = Number.POSITIVE_INFINITY;
  south = Number.POSITIVE_INFINITY;
  east = Number.NEGATIVE_INFINITY;
  north = Number.NEGATIVE_INFINITY;
  readonly #scanner: JsonScanner;
  readonly #headers: number[] = [];
  /** Numbers in each position; 0 before the first one. */
  #dimension = 0;

  constructor(scanner: JsonScanner) {
    this.#scanner = scanner;
  }

  /** Reads a geometry into `ewkb`; false for null. @throws NotUnderstood for empty geometries, mixed dimensions, or anything else */
  read(): boolean {
    this.ewkb.length = 0;
    this.#headers.length = 0;
    this.#dimension = 0;
    this.west = this.south = Number.POSITIVE_INFINITY;
    this.east = this.north = Number.NEGATIVE_INFINITY;
    if (this.#scanner.peek() === LOWER_N) {
      this.#scanner.word();
      return false;
    }
    this.code = this.#geometry(0);
    this.hasZ = this.#dimension === 3;
    if (this.hasZ) for (const header of this.#headers) this.ewkb.buffer[header + 4] = 0x80;
    return true;
  }

  #geometry(depth: number): number {
    if (depth > MAX_NESTING) throw new NotUnderstood("nested too deep");
    const scanner = this.#scanner;
    let code = 0;
    let isRead = false;
    /** Position of the coordinates when they come before the type. */
    let waiting = -1;
    scanner.expect(OPEN_BRACE);
    do {
      const key = scanner.text();
      scanner.expect(COLON);
      if (key === "type" && code === 0) {
        code = geometryTypeNames.indexOf(scanner.text() as (typeof geometryTypeNames)[number]) + 1;
        if (code === 0) throw new NotUnderstood("no geometry");
      } else if ((key === "coordinates" || key === "geometries") && !isRead && waiting < 0) {
        if (code !== 0 && (code === COLLECTION) !== (key === "geometries")) throw new NotUnderstood("no geometry");
        if (code === 0) {
          scanner.peek();
          waiting = scanner.position;
          scanner.raw();
        } else {
          this.#body(code, depth);
          isRead = true;
        }
      } else if (key === "bbox") scanner.value();
      else throw new NotUnderstood(`a geometry with ${key}`);
    } while (scanner.hasNext(CLOSE_BRACE));
    if (code === 0 || (!isRead && waiting < 0)) throw new NotUnderstood("no geometry");
    if (!isRead) {
      const end = scanner.position;
      scanner.position = waiting;
      this.#body(code, depth);
      scanner.position = end;
    }
    return code;
  }

  #body(code: number, depth: number): void {
    this.#header(code);
    if (code === POINT) this.#position();
    else if (code === LINE_STRING) this.#positions();
    else if (code === POLYGON) this.#list(() => this.#ring());
    else if (code === COLLECTION) this.#list(() => this.#geometry(depth + 1));
    // A multi-geometry is a list of the geometry whose code is three less.
    else this.#list(() => this.#body(code - 3, depth));
  }

  #header(code: number): void {
    this.#headers.push(this.ewkb.length);
    this.ewkb.uint8(1);
    this.ewkb.uint32(code);
  }

  #list(item: () => unknown): void {
    this.#scanner.expect(OPEN_BRACKET);
    const at = this.ewkb.length;
    this.ewkb.uint32(0);
    let count = 0;
    do {
      item();
      count++;
    } while (this.#scanner.hasNext(CLOSE_BRACKET));
    this.ewkb.view.setUint32(at, count, true);
  }

  #positions(): void {
    this.#scanner.expect(OPEN_BRACKET);
    const at = this.ewkb.length;
    this.ewkb.uint32(0);
    let count = 0;
    do {
      this.#position();
      count++;
    } while (this.#scanner.hasNext(CLOSE_BRACKET));
    this.ewkb.view.setUint32(at, count, true);
  }

  /** An open ring is left to GDAL, which closes it and reports that. */
  #ring(): void {
    const start = this.ewkb.length + 4;
    this.#positions();
    const { buffer, length } = this.ewkb;
    const step = 8 * this.#dimension;
    if (buffer.compare(buffer, start, start + step, length - step, length) !== 0) throw new NotUnderstood("an open ring");
  }

  #position(): void {
    const scanner = this.#scanner;
    const { ewkb } = this;
    ewkb.ensure(24);
    scanner.expect(OPEN_BRACKET);
    const x = scanner.number();
    if (!scanner.hasNext(CLOSE_BRACKET)) throw new NotUnderstood("a position of one number");
    const y = scanner.number();
    ewkb.view.setFloat64(ewkb.length, x, true);
    ewkb.view.setFloat64(ewkb.length + 8, y, true);
    ewkb.length += 16;
    let dimension = 2;
    if (scanner.hasNext(CLOSE_BRACKET)) {
      ewkb.view.setFloat64(ewkb.length, scanner.number(), true);
      ewkb.length += 8;
      dimension = 3;
      if (scanner.hasNext(CLOSE_BRACKET)) throw new NotUnderstood("a position of four numbers");
    }
    if (this.#dimension === 0) this.#dimension = dimension;
    else if (this.#dimension !== dimension) throw new NotUnderstood("positions with and without height");
    if (x < this.west) this.west = x;
    if (x > this.east) this.east = x;
    if (y < this.south) this.south = y;
    if (y > this.north) this.north = y;
  }
}
