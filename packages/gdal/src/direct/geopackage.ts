import { DatabaseSync, type StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { listText } from "../copy-text.ts";
import { isoText } from "../formats/moments.ts";
import type { FieldType, SourceField } from "../model.ts";
import type { RowValues } from "../rows/row-writer.ts";
import { quoted } from "../sandbox/package-query.ts";
import { WkbCopier } from "./copy-wkb.ts";
import { LeftToGdal } from "./left-to-gdal.ts";
import type { RowsOutput } from "./rows-output.ts";

/** Memory limit of SQLite. */
const SQLITE_BYTES = 96 * 1024 * 1024;

type Value = string | number | bigint | Uint8Array | null;

/**
 * Reads the rows of a table of a GeoPackage by Node's SQLite: the fields, then the key. Views, virtual tables and computed columns, which run code of the file, are left
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
  const url = pathToFileURL(path);
  // The file does not change: SQLite need not look for a journal, nor lock it.
  url.searchParams.set("immutable", "1");
  const database = new DatabaseSync(url, { readOnly: true, enableDoubleQuotedStringLiterals: false });
  try {
    database.exec(
      `PRAGMA hard_heap_limit = ${SQLITE_BYTES}; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0`,
    );
    const select = selectOf(database, table, fields);
    writeRows(select, fields, hasZ !== false, output);
  } catch (error) {
    // GDAL names the fault of a broken file, and reads numbers that JavaScript does not hold.
    if (error instanceof Error && "code" in error && (error.code === "ERR_SQLITE_ERROR" || error.code === "ERR_OUT_OF_RANGE"))
      throw new LeftToGdal(error.message);
    throw error;
  } finally {
    database.close();
  }
}

function selectOf(database: DatabaseSync, table: string, fields: readonly SourceField[]): StatementSync {
  const found = database.prepare("SELECT type, sql FROM sqlite_schema WHERE name = ?").get(table);
  const isTable = found?.type === "table" && typeof found.sql === "string" && /^\s*CREATE\s+TABLE\b/i.test(found.sql);
  if (!isTable) throw new LeftToGdal("no ordinary table");
  const shapes = database.prepare("SELECT column_name, m FROM gpkg_geometry_columns WHERE table_name = ?").all(table);
  const [shape] = shapes;
  if (shapes.length !== 1 || typeof shape?.column_name !== "string" || shape.m === 1) throw new LeftToGdal("odd geometry columns");
  const stored = database.prepare("SELECT name, type, pk FROM pragma_table_xinfo(?) WHERE hidden = 0").all(table);
  const keys = stored.filter(({ pk }) => pk !== 0);
  const [key] = keys;
  if (keys.length !== 1 || typeof key?.name !== "string" || key.type !== "INTEGER") throw new LeftToGdal("no key of whole numbers");
  const names = [shape.column_name, ...fields.map(({ name }) => name), key.name];
  const known = new Set(stored.map(({ name }) => name));
  if (!names.every((name) => known.has(name))) throw new LeftToGdal("a computed column");
  const select = database.prepare(`SELECT ${names.map(quoted).join(", ")} FROM ${quoted(table)} NOT INDEXED`);
  select.setReturnArrays(true);
  return select;
}

function writeRows(select: StatementSync, fields: readonly SourceField[], mayHaveZ: boolean, output: RowsOutput): void {
  const copier = new WkbCopier();
  // The key comes last.
  const writers = [...fields.map(({ type }) => writerOf(type)), writerOf("integer")];
  for (const found of select.iterate()) {
    // `setReturnArrays` makes rows arrays, which the types of Node do not know.
    const row: readonly Value[] = Array.isArray(found) ? found : [];
    output.begin();
    const blob = row[0] ?? null;
    if (blob !== null) {
      if (!(blob instanceof Uint8Array)) throw new LeftToGdal("a geometry that is no blob");
      copier.append(output.bytes, blob, headerBytes(blob), mayHaveZ);
      output.shapeEnds();
    }
    for (let column = 0; column < writers.length; column++) {
      const value = row[column + 1] ?? null;
      if (value !== null) writers[column]?.(output.values, column, value);
    }
    output.end();
  }
  output.flush();
}

const EMPTY_OR_EXTENDED = 0x30;
const ENVELOPE_BYTES = [0, 32, 48, 48, 64] as const;

/** The length of the header before the WKB (OGC 12-128r18, 2.1.3): "GP", version, flags, SRS, envelope. */
function headerBytes(blob: Uint8Array): number {
  const flags = blob[3] ?? 0;
  const envelope = ENVELOPE_BYTES[(flags >> 1) & 7];
  if (blob[0] !== 0x47 || blob[1] !== 0x50 || (flags & EMPTY_OR_EXTENDED) !== 0 || envelope === undefined)
    throw new LeftToGdal("an odd geometry");
  return 8 + envelope;
}

type WriteValue = (values: RowValues, column: number, value: Exclude<Value, null>) => void;

/** Writes the values of a column as the reader of GDAL's rows parses them (copy-text.ts). */
function writerOf(type: FieldType): WriteValue {
  switch (type) {
    case "integer":
      return (values, column, value) => {
        if (typeof value !== "number" || !Number.isSafeInteger(value)) throw new LeftToGdal("no whole number");
        values.number(column, value);
      };
    case "double":
      return (values, column, value) => {
        if (typeof value !== "number" || !Number.isFinite(value)) throw new LeftToGdal("no number");
        values.number(column, value);
      };
    case "boolean":
      return (values, column, value) => {
        if (value !== 0 && value !== 1) throw new LeftToGdal("no boolean");
        values.boolean(column, value === 1);
      };
    case "date":
      return (values, column, value) => {
        if (typeof value !== "string" || !DAY.test(value)) throw new LeftToGdal("no day");
        values.text(column, value);
      };
    case "datetime":
    case "localdatetime":
      return (values, column, value) => values.text(column, isoText(textOf(value)));
    case "text":
      return (values, column, value) => values.text(column, listText(textOf(value)));
  }
}

const DAY = /^[1-9]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

function textOf(value: Exclude<Value, null>): string {
  if (typeof value !== "string" || value.includes("\0")) throw new LeftToGdal("no text");
  return value;
}
