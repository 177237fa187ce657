import { closeSync, fstatSync, openSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { isoText } from "../formats/moments.ts";
import type { FieldType, SourceField } from "../model.ts";
import type { RowValues } from "../rows/row-writer.ts";
import { copyTextBytes } from "./copy-text-bytes.ts";
import { WkbCopier } from "./copy-wkb.ts";
import { LeftToGdal } from "./left-to-gdal.ts";
import { askSqlite } from "./open-sqlite.ts";
import type { RowsOutput } from "./rows-output.ts";
import type { SqliteRecord } from "./sqlite-record.ts";
import { scanTable } from "./sqlite-table.ts";

/** Where a table of a GeoPackage has its rows, and its columns by their place in a record. */
interface Table {
  rootPage: number;
  shape: number;
  fields: number[];
  key: number;
  /** Number of columns, and of those that every record has: a column that was added later is null in older ones, unless it has a default. */
  width: number;
  leastWidth: number;
}

/**
 * Reads the rows of a table of a GeoPackage: the fields, then the key. Node's SQLite describes the table; its rows come from the pages of the
 * file (sqlite-table.ts), because SQLite would build an array, a buffer and strings for each. Computed columns, which run code of the file, are left
 * to GDAL, as are values of another type than that of their column.
 *
 * @param path the file; no journal beside it is read, and nothing is written
 * @param fields of the table, by their names
 * @throws LeftToGdal
 */
export function readGeoPackage(
  path: string,
  table: string,
  fields: readonly SourceField[],
  hasZ: boolean | null,
  output: RowsOutput,
): void {
  // GDAL names the fault of a broken file.
  const found = askSqlite(
    path,
    (database) => describe(database, table, fields),
    (words) => new LeftToGdal(words),
  );
  const descriptor = openSync(path, "r");
  try {
    const write = rowWriter(found, fields, hasZ !== false, output);
    scanTable(descriptor, fstatSync(descriptor).size, found.rootPage, write);
    output.flush();
  } catch (error) {
    if (error instanceof RangeError) throw new LeftToGdal(error.message);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

function describe(database: DatabaseSync, table: string, fields: readonly SourceField[]): Table {
  const found = database.prepare("SELECT type, sql, rootpage FROM sqlite_schema WHERE name = ?").get(table);
  const isTable = found?.type === "table" && typeof found.sql === "string" && /^\s*CREATE\s+TABLE\b/i.test(found.sql);
  if (!isTable || typeof found.rootpage !== "number") throw new LeftToGdal("no ordinary table");
  const listed = database.prepare("SELECT wr FROM pragma_table_list(?) WHERE schema = 'main'").all(table);
  if (listed.length !== 1 || listed[0]?.wr !== 0) throw new LeftToGdal("a table without rowid");
  const shapes = database.prepare("SELECT column_name, m FROM gpkg_geometry_columns WHERE table_name = ?").all(table);
  const [shape] = shapes;
  if (shapes.length !== 1 || typeof shape?.column_name !== "string" || shape.m === 1) throw new LeftToGdal("odd geometry columns");
  const stored = database.prepare("SELECT name, type, pk, hidden, dflt_value FROM pragma_table_xinfo(?)").all(table);
  if (stored.some(({ hidden }) => hidden !== 0)) throw new LeftToGdal("a computed column");
  const keys = stored.filter(({ pk }) => pk !== 0);
  const [key] = keys;
  if (keys.length !== 1 || typeof key?.name !== "string" || key.type !== "INTEGER") throw new LeftToGdal("no key of whole numbers");
  const placeOf = (name: unknown) => stored.findIndex((column) => column.name === name);
  const columns = { shape: placeOf(shape.column_name), fields: fields.map(({ name }) => placeOf(name)), key: placeOf(key.name) };
  if (columns.shape < 0 || columns.fields.includes(-1)) throw new LeftToGdal("an unknown column");
  const leastWidth = stored.findLastIndex((column) => column.dflt_value !== null) + 1;
  return { rootPage: found.rootpage, ...columns, width: stored.length, leastWidth };
}

/** Returns what writes a record as a row. */
function rowWriter(
  { shape, fields: places, key, width, leastWidth }: Table,
  fields: readonly SourceField[],
  mayHaveZ: boolean,
  output: RowsOutput,
): (record: SqliteRecord) => void {
  const copier = new WkbCopier();
  const writers = fields.map(({ type }) => writerOf(type));
  return (record) => {
    // A key that is not the rowid is written in the record.
    if (record.columns > width || record.columns < leastWidth || !record.isNull(key)) throw new LeftToGdal("an odd record");
    output.begin();
    if (!record.isNull(shape)) {
      if (!record.isBlob(shape)) throw new LeftToGdal("a geometry that is no blob");
      const [start, end] = [record.start(shape), record.end(shape)];
      copier.append(output.bytes, record.bytes, start + headerBytes(record.bytes, start), end, mayHaveZ);
      output.shapeEnds();
    }
    for (let field = 0; field < writers.length; field++) {
      const place = places[field] ?? 0;
      if (!record.isNull(place)) writers[field]?.(output.values, field, record, place);
    }
    output.values.number(writers.length, record.key);
    output.end();
  };
}

const EMPTY_OR_EXTENDED = 0x30;
const ENVELOPE_BYTES = [0, 32, 48, 48, 64] as const;

/** The length of the header before the WKB (OGC 12-128r18, 2.1.3): "GP", version, flags, SRS, envelope. */
function headerBytes(bytes: Buffer, start: number): number {
  const flags = bytes[start + 3] ?? 0;
  const envelope = ENVELOPE_BYTES[(flags >> 1) & 7];
  const isKnown = bytes[start] === 0x47 && bytes[start + 1] === 0x50 && bytes[start + 2] === 0;
  if (!isKnown || (flags & EMPTY_OR_EXTENDED) !== 0 || envelope === undefined) throw new LeftToGdal("an odd geometry");
  return 8 + envelope;
}

/** Writes the value of a record at `place`, which is not null. */
type WriteValue = (values: RowValues, column: number, record: SqliteRecord, place: number) => void;

/** Writes the values of a column as the reader of GDAL's rows parses them (copy-text.ts). */
function writerOf(type: FieldType): WriteValue {
  switch (type) {
    case "integer":
      return (values, column, record, place) => {
        const value = record.number(place);
        if (!Number.isSafeInteger(value)) throw new LeftToGdal("no whole number");
        values.number(column, value);
      };
    case "double":
      return (values, column, record, place) => {
        const value = record.number(place);
        if (!Number.isFinite(value)) throw new LeftToGdal("no number");
        values.number(column, value);
      };
    case "boolean":
      return (values, column, record, place) => {
        const value = record.number(place);
        if (value !== 0 && value !== 1) throw new LeftToGdal("no boolean");
        values.boolean(column, value === 1);
      };
    case "date":
      return (values, column, record, place) => {
        const value = textOf(record, place);
        if (!DAY.test(value)) throw new LeftToGdal("no day");
        values.text(column, value);
      };
    case "datetime":
    case "localdatetime":
      return (values, column, record, place) => values.text(column, isoText(textOf(record, place)));
    case "text":
      return (values, column, record, place) => {
        if (!record.isText(place)) throw new LeftToGdal("no text");
        copyTextBytes(values, column, record.bytes, record.start(place), record.end(place));
      };
  }
}

const DAY = /^[1-9]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

function textOf(record: SqliteRecord, place: number): string {
  const text = record.isText(place) ? record.bytes.toString("utf8", record.start(place), record.end(place)) : "\0";
  if (text.includes("\0")) throw new LeftToGdal("no text");
  return text;
}
