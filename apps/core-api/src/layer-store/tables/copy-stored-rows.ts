import type { LayerField } from "@archipel/contracts/layers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { kinds } from "@archipel/gdal/rows/row-writer.ts";
import { StoredRow, type StoredRows } from "@archipel/gdal/rows/stored-row.ts";
import { scanWkb, WkbError, WkbReader } from "@archipel/geo/wkb.ts";
import { type GeometryColumn, promotedHead, promoteWkb } from "@archipel/geo/wkb-promote.ts";
import type { BinaryRows } from "./binary-rows.ts";
import { copyParts, PART_BYTES, type RowPart, writeValue } from "./copy-rows.ts";
import type { TableSpec } from "./layer-table.ts";
import { glanceIn } from "./surely-valid.ts";

/** Rows that the check of a file stored, of a layer. */
export interface StoredPart extends StoredRows {
  /** The `fid` of the first row. */
  first: number;
  /** For each field of the table, the number of its column in the rows; -1 without one. */
  columns: readonly number[];
  /** The number of columns in the rows. */
  width: number;
}

/**
 * Appends stored rows to the staging table of a layer, as `copyRows` does: most bytes go from one binary format into the other without
 * becoming values. A geometry that is empty or no geometry is left out, and its row stays.
 *
 * @returns the number of rows written
 */
export function copyStoredRows(sql: SqlSession, spec: TableSpec, part: StoredPart): Promise<number> {
  return copyParts(sql, spec, (out) => partsOf(out, spec, part));
}

async function* partsOf(out: BinaryRows, spec: TableSpec, { bytes, first, columns, width }: StoredPart): AsyncGenerator<RowPart> {
  const shapes = new ShapeWriter(bytes, spec.geometry);
  const row = new StoredRow(bytes, width);
  const { fields } = spec;
  let rows = 0;
  for (let index = first; row.next(); index++) {
    out.row(fields.length + 3);
    out.integer(index);
    for (let field = 0; field < fields.length; field++) writeColumn(out, row, columns[field] ?? -1, fields[field]?.type ?? "text");
    shapes.write(out, row);
    rows++;
    if (out.length < PART_BYTES) continue;
    yield { bytes: out.used(), rows };
    out.clear();
    rows = 0;
  }
  if (rows > 0) yield { bytes: out.used(), rows };
}

function writeColumn(out: BinaryRows, row: StoredRow, column: number, type: LayerField["type"]): void {
  const kind = column < 0 ? 0 : row.kind[column];
  if (kind === undefined || kind === 0) out.null();
  else if (kind === kinds.text && type === "text") {
    const [start = 0, end = 0] = [row.start[column], row.end[column]];
    if (row.bytes.subarray(start, end).includes(0)) writeValue(out, row.value(column) ?? "", type);
    else out.textBytes(row.bytes, start, end);
  } else writeValue(out, row.value(column) ?? "", type);
}

/** Writes the shapes of stored rows, each after whether it is surely valid. */
class ShapeWriter {
  readonly #reader: WkbReader;
  readonly #column: GeometryColumn;
  readonly #isSurelyValid: ReturnType<typeof glanceIn>;
  readonly #view: DataView;
  /** The first bytes of the last geometry, which the next ones nearly always share, and what replaces them. */
  #head: { order: number; type: number; length: number; bytes: Uint8Array | null } = { order: -1, type: -1, length: 0, bytes: null };

  constructor(bytes: Buffer, column: GeometryColumn) {
    this.#reader = new WkbReader(bytes);
    this.#view = this.#reader.view;
    this.#column = column;
    this.#isSurelyValid = glanceIn(column.srid);
  }

  write(out: BinaryRows, { bytes, shapeStart, shapeEnd }: StoredRow): void {
    const isSurelyValid = shapeStart >= 0 && this.#isGlanced(shapeStart, shapeEnd);
    if (!isSurelyValid && (shapeStart < 0 || !this.#isStorable(shapeStart, shapeEnd))) {
      out.null();
      out.null();
      return;
    }
    out.boolean(isSurelyValid);
    const head = this.#headAt(shapeStart);
    if (head.bytes === null) out.bytes(promoteWkb(bytes.subarray(shapeStart, shapeEnd), this.#column));
    else out.joined(head.bytes, bytes, shapeStart + head.length, shapeEnd);
  }

  /** Whether a geometry is surely valid, and so finite and not empty: then it is not scanned. */
  #isGlanced(start: number, end: number): boolean {
    this.#reader.offset = start;
    try {
      return this.#isSurelyValid(this.#reader) && this.#reader.offset <= end;
    } catch (error) {
      if (error instanceof WkbError) return false;
      throw error;
    }
  }

  /** An invalid geometry is not stored. Its attributes are, so nothing is lost and the geometry can be drawn again. */
  #isStorable(start: number, end: number): boolean {
    this.#reader.offset = start;
    try {
      const facts = scanWkb(this.#reader);
      return facts.isFinite && facts.bbox !== null && this.#reader.offset <= end;
    } catch (error) {
      if (error instanceof WkbError) return false;
      throw error;
    }
  }

  #headAt(start: number) {
    const [order, type] = [this.#view.getUint8(start), this.#view.getUint32(start + 1, true)];
    if (this.#head.order !== order || this.#head.type !== type) {
      this.#reader.offset = start;
      const bytes = promotedHead(this.#reader.header(), this.#column);
      this.#head = { order, type, length: this.#reader.offset - start, bytes };
    }
    return this.#head;
  }
}
