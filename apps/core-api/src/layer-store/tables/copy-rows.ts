import type { LayerField } from "@archipel/contracts/layers.ts";
import { wholeNumberOf } from "@archipel/contracts/value-texts.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { promoteWkb } from "@archipel/geo/wkb-promote.ts";
import { BinaryRows } from "./binary-rows.ts";
import { STAGING, surelyValidColumn, type TableSpec, tableRef } from "./layer-table.ts";
import { glanceIn } from "./surely-valid.ts";

export type RowValue = string | number | boolean | null;

/** A feature to write into a layer's table. `index` (1…n) becomes its `fid`; values are in the order of the spec's fields. */
export interface LayerRow {
  index: number;
  values: readonly RowValue[];
  /** WKB or EWKB in the CRS of the spec. SRID, dimensions and type are converted to those of the column. */
  ewkb: Uint8Array | null;
}

/** Bytes per COPY. The embedded database holds a COPY in memory; the server gains nothing from more. */
const COPY_BYTES = 8 * 1024 * 1024;
/** Bytes sent together: the database reads them while the next are prepared. */
export const PART_BYTES = 256 * 1024;

/** A part of a COPY, and how many rows it holds. Its bytes are gone when the next part is asked for. */
export interface RowPart {
  bytes: Uint8Array;
  rows: number;
}

/**
 * Appends rows to the staging table of a layer. Several calls may follow in transactions of their own.
 *
 * @returns the number of rows written
 * @throws WkbError when a geometry does not fit the column of the spec
 */
export function copyRows(sql: SqlSession, spec: TableSpec, batches: AsyncIterable<readonly LayerRow[]>): Promise<number> {
  return copyParts(sql, spec, (out) => binaryParts(out, spec, batches));
}

/** Sends parts to the staging table of a layer. @param partsIn makes the parts, in the buffer that it gets @returns the number of rows */
export async function copyParts(sql: SqlSession, spec: TableSpec, partsIn: (out: BinaryRows) => AsyncGenerator<RowPart>): Promise<number> {
  const columns = ["fid", ...spec.fields.map((field) => field.column), surelyValidColumn(spec), "geom"].map(quoteIdentifier).join(", ");
  const statement = `COPY ${tableRef(spec.tableName, STAGING)} (${columns}) FROM STDIN WITH (FORMAT binary)`;
  const parts = partsIn(new BinaryRows(PART_BYTES * 2));
  let [rows, next] = [0, await parts.next()];
  async function* oneCopy(): AsyncGenerator<Uint8Array> {
    yield BinaryRows.header;
    for (let bytes = 0; !next.done && bytes < COPY_BYTES; next = await parts.next()) {
      bytes += next.value.bytes.length;
      rows += next.value.rows;
      yield next.value.bytes;
    }
    yield BinaryRows.trailer;
  }
  while (!next.done) await sql.copyFrom(statement, oneCopy());
  return rows;
}

async function* binaryParts(out: BinaryRows, spec: TableSpec, batches: AsyncIterable<readonly LayerRow[]>): AsyncGenerator<RowPart> {
  const isSurelyValid = glanceIn(spec.geometry.srid);
  let rows = 0;
  for await (const batch of batches) {
    for (const row of batch) {
      out.row(spec.fields.length + 3);
      out.integer(row.index);
      for (let index = 0; index < spec.fields.length; index++) {
        const field = spec.fields[index];
        const value = row.values[index];
        if (field === undefined || value === undefined || value === null) out.null();
        else writeValue(out, value, field.type);
      }
      if (row.ewkb === null) {
        out.null();
        out.null();
      } else {
        const geometry = promoteWkb(row.ewkb, spec.geometry);
        out.boolean(isSurelyValid(geometry));
        out.bytes(geometry);
      }
      rows++;
      if (out.length < PART_BYTES) continue;
      yield { bytes: out.used(), rows };
      out.clear();
      rows = 0;
    }
  }
  if (rows > 0) yield { bytes: out.used(), rows };
}

/** A value in COPY's binary format. A value that its column cannot hold becomes null: the check reports it (`fitsColumn`). */
export function writeValue(out: BinaryRows, value: string | number | boolean, type: LayerField["type"]): void {
  if (typeof value === "number") {
    // The usual ones first. Adding 0 normalises -0.
    if (type === "double" && Number.isFinite(value)) {
      out.double(value + 0);
      return;
    }
    if (type === "integer" && Number.isSafeInteger(value)) {
      out.integer(value);
      return;
    }
  }
  const text = String(value);
  // PostgreSQL's text cannot hold NUL.
  if (type === "text") out.text(text.includes("\0") ? text.replaceAll("\0", "") : text);
  else if (!fitsColumn(value, type)) out.null();
  else if (type === "boolean") out.boolean(text === "true" || text === "1");
  else if (type === "double") out.double(Number(value) + 0);
  else if (type === "integer") out.integer(typeof value === "number" ? value : BigInt(text));
  else if (type === "date") out.date(daysOf(text));
  else out.text(text.slice(0, MAX_MOMENT));
}

/** Longest text of a moment that is given to the database. */
const MAX_MOMENT = 40;

/** Whether a column of this type can hold a value of a file. */
export function fitsColumn(value: string | number | boolean, type: LayerField["type"]): boolean {
  switch (type) {
    case "text":
    case "boolean":
      return true;
    case "double":
      return Number.isFinite(Number(value));
    case "integer":
      return Number.isSafeInteger(value) || wholeNumberOf(String(value)) !== undefined;
    case "localdatetime":
      return isMoment(String(value)) && !ZONE.test(String(value));
    default:
      return isMoment(String(value));
  }
}

const ZONE = /:.*(Z|[+-]\d{2}(:?\d{2})?)$/;
const MOMENT = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** Real ISO dates, in years that PostgreSQL accepts. */
function isMoment(text: string): boolean {
  const match = MOMENT.exec(text);
  if (!match) return false;
  const [, year, month, day] = match.map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0));
  const exists = year !== undefined && year > 0 && date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
  return exists && !Number.isNaN(Date.parse(isoForm(text)));
}

const DAY = 86_400_000;

/** Days from 1970 to the day of a date. */
function daysOf(text: string): number {
  return Date.parse(text.slice(0, 10)) / DAY;
}

/** `2024-01-01 10:00:00+01` in the form that JavaScript parses, so that invalid hours are found. */
function isoForm(text: string): string {
  if (text.length === 10) return text;
  return (
    text
      .replace(" ", "T")
      // A leap second is read as the one after it.
      .replace(/:60(?=\D|$)/, ":59")
      .replace(/([+-]\d{2})$/, "$1:00")
      .replace(/([+-]\d{2})(\d{2})$/, "$1:$2")
  );
}
