import type { Bytes } from "../rows/row-writer.ts";
import { LeftToGdal } from "./left-to-gdal.ts";

const [POINT, LINE_STRING, POLYGON, MULTI_POINT, COLLECTION] = [1, 2, 3, 4, 7];
const Z_FLAG = 0x80000000;
const ISO_Z = 1000;
const MAX_NESTING = 32;

/**
 * Copies the WKB of a file to the rows as EWKB without SRID, after walking over all of it. Types may be those of OGC 06-103r4 or of ISO with
 * heights (`type + 1000`), little endian.
 */
export class WkbCopier {
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;
  #end = 0;
  #hasZ = false;
  /** Where the types with heights of ISO are, relative to the start of the WKB, each followed by the type itself. */
  readonly #isoTypes: number[] = [];

  /**
   * Appends the geometry that fills `bytes` from `start` to `end`.
   *
   * @param mayHaveZ whether the layer may have heights
   * @throws LeftToGdal for curves, measures, other byte orders, empty points, open rings, mixed dimensions, and bytes that are not one geometry
   */
  append(target: Bytes, bytes: Uint8Array, start: number, end: number, mayHaveZ: boolean): void {
    this.#bytes = bytes;
    this.#end = end;
    this.#at = start;
    this.#isoTypes.length = 0;
    this.#walk(0, start, mayHaveZ);
    if (this.#at !== end) throw new LeftToGdal("bytes behind the geometry");
    const from = target.length;
    target.copy(bytes, start, end);
    for (let index = 0; index < this.#isoTypes.length; index += 2)
      target.view.setUint32(from + (this.#isoTypes[index] ?? 0), ((this.#isoTypes[index + 1] ?? 0) | Z_FLAG) >>> 0, true);
  }

  #walk(depth: number, start: number, mayHaveZ: boolean): number {
    if (depth > MAX_NESTING) throw new LeftToGdal("nested too deep");
    if (this.#byte() !== 1) throw new LeftToGdal("big-endian");
    const at = this.#at - start;
    const raw = this.#uint32();
    const isIso = raw > ISO_Z && raw <= ISO_Z + COLLECTION;
    const code = isIso ? raw - ISO_Z : raw >= Z_FLAG ? raw - Z_FLAG : raw;
    if (code < POINT || code > COLLECTION) throw new LeftToGdal("a geometry of another type");
    const hasZ = code !== raw;
    if (depth === 0) this.#hasZ = hasZ;
    if (hasZ !== this.#hasZ || (hasZ && !mayHaveZ)) throw new LeftToGdal("heights in some parts");
    if (isIso) this.#isoTypes.push(at, code);
    if (code === POINT) this.#point();
    else if (code === LINE_STRING) this.#positions();
    else {
      const count = this.#uint32();
      // Each part takes at least four bytes, so a false count ends soon.
      for (let part = 0; part < count; part++) {
        if (code === POLYGON) this.#ring();
        else if (this.#walk(depth + 1, start, mayHaveZ) !== code - MULTI_POINT + POINT && code !== COLLECTION)
          throw new LeftToGdal("a part of another type");
      }
    }
    return code;
  }

  #point(): void {
    const at = this.#at;
    this.#skip(this.#hasZ ? 24 : 16);
    // An empty point is NaN. The upper bytes of a double are enough to rule that out.
    if (((this.#bytes[at + 7] ?? 0) & 0x7f) === 0x7f) throw new LeftToGdal("a point without a place");
  }

  #positions(): void {
    this.#skip(this.#uint32() * (this.#hasZ ? 24 : 16));
  }

  #ring(): void {
    const count = this.#uint32();
    const step = this.#hasZ ? 24 : 16;
    const start = this.#at;
    this.#skip(count * step);
    const last = this.#at - step;
    // GDAL closes open rings.
    if (count === 0) throw new LeftToGdal("an open ring");
    for (let byte = 0; byte < step; byte++)
      if (this.#bytes[start + byte] !== this.#bytes[last + byte]) throw new LeftToGdal("an open ring");
  }

  #skip(length: number): void {
    this.#at += length;
    if (this.#at > this.#end) throw new LeftToGdal("a geometry that is cut off");
  }

  #byte(): number {
    this.#skip(1);
    return this.#bytes[this.#at - 1] ?? 0;
  }

  #uint32(): number {
    this.#skip(4);
    const bytes = this.#bytes;
    const at = this.#at;
    const low = (bytes[at - 4] ?? 0) | ((bytes[at - 3] ?? 0) << 8);
    return (low | ((bytes[at - 2] ?? 0) << 16) | ((bytes[at - 1] ?? 0) << 24)) >>> 0;
  }
}
