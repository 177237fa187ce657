import { LeftToGdal } from "./left-to-gdal.ts";

/** Reads tables of FlatBuffers in place: positions are those of the view, and nothing is built. A false offset ends as a RangeError. */
export class FlatBuffer {
  view: DataView;
  /** Where the buffer of the present table ends. */
  end = 0;

  constructor(view: DataView) {
    this.view = view;
  }

  /** The root table of the buffer that begins here. */
  root(start: number, end: number): number {
    this.end = end;
    return this.#inside(start + this.view.getUint32(start, true));
  }

  /** Where a field of a table is; 0 when it has its default. */
  field(table: number, number: number): number {
    const fields = table - this.view.getInt32(table, true);
    const place = 4 + 2 * number;
    if (place >= this.view.getUint16(fields, true)) return 0;
    const offset = this.view.getUint16(fields + place, true);
    return offset === 0 ? 0 : this.#inside(table + offset);
  }

  /** Where the table or the vector is to which a field points; 0 without one. */
  pointed(table: number, number: number): number {
    const at = this.field(table, number);
    return at === 0 ? 0 : this.#inside(at + this.view.getUint32(at, true));
  }

  /** The number of items of a vector of these many bytes each; its items begin four bytes after it. */
  count(vector: number, bytesEach: number): number {
    if (vector === 0) return 0;
    const count = this.view.getUint32(vector, true);
    if (vector + 4 + count * bytesEach > this.end) throw new LeftToGdal("a vector that is cut off");
    return count;
  }

  byte(table: number, number: number): number {
    const at = this.field(table, number);
    return at === 0 ? 0 : this.view.getUint8(at);
  }

  text(table: number, number: number): string {
    const vector = this.pointed(table, number);
    const count = this.count(vector, 1);
    return Buffer.from(this.view.buffer, this.view.byteOffset + vector + 4, count).toString("utf8");
  }

  /** The tables of a vector of tables. */
  tables(vector: number): number[] {
    return Array.from({ length: this.count(vector, 4) }, (_, index) => {
      const at = vector + 4 + 4 * index;
      return this.#inside(at + this.view.getUint32(at, true));
    });
  }

  #inside(at: number): number {
    if (at + 4 > this.end) throw new LeftToGdal("an offset that leads out of the table");
    return at;
  }
}
