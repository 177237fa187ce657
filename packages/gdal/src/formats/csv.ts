import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parse } from "csv-parse";
import { type FieldType, UnreadableError } from "../model.ts";
import { type ColumnFacts, type CsvGeometry, emptyFacts, findGeometry, normalise, observe, parseNumber, typeOf } from "./csv-columns.ts";
import { GDAL_TYPES } from "./csvt.ts";
import type { FoundEncoding } from "./encoding.ts";
import { GEOMETRY_WRITTEN } from "./row-columns.ts";
import { decodedText, textEncoding } from "./text-file.ts";

/** Name of the geometry column in the file that we pass to GDAL. */
export const CSV_GEOMETRY = "__geometry";
export interface PreparedCsv {
  encoding: FoundEncoding;
  geometry: CsvGeometry | null;
  /** EPSG code that an EWKT prefix declares. */
  srid: number | null;
  columns: number;
  duplicates: string[];
  /** The type of each column by its name. Moments pass GDAL as texts, because it cuts them to milliseconds. */
  types: ReadonlyMap<string, FieldType>;
}

const SAMPLE_BYTES = 8 * 1024 * 1024;
const MAX_RECORD_CHARACTERS = 64 * 1024 * 1024;
/** The limit of spreadsheets. Beyond it the file is not a table, and its columns alone would fill the memory. */
const MAX_COLUMNS = 16_384;

/**
 * Rewrites any common CSV (comma, semicolon, tab or bar; decimal comma; any common encoding; lon/lat, WKT or "lat, lon" columns) as a CSV
 * that GDAL reads without guessing: UTF-8, commas, types in a .csvt file beside it, geometry as WKT in `__geometry`.
 *
 * @param chosenEncoding chosen by a person; overrides what the bytes show
 * @param isAsWritten reads every column as text, so that numbers and dates stay as they are written
 */
export async function prepareCsv(source: string, target: string, chosenEncoding: string | null, isAsWritten = false): Promise<PreparedCsv> {
  const encoding = await textEncoding(source, chosenEncoding, null);
  const delimiter = await findDelimiter(source, encoding.encoding);
  const records = () => readRecords(source, encoding.encoding, delimiter);
  const { header, facts, srid } = await survey(records());
  const names = uniqueNames(header);
  const geometry = findGeometry(header, facts);
  const types = facts.map((found) => (isAsWritten ? "text" : typeOf(found)));
  const dropped = geometry && geometry.kind !== "axes" ? geometry.column : -1;
  const kept = names.names.map((_, column) => column).filter((column) => column !== dropped);
  const isMarked = geometry?.kind === "wkt";
  await pipeline(async function* () {
    yield line([
      ...kept.map((column) => names.names[column] ?? ""),
      ...(geometry ? [CSV_GEOMETRY] : []),
      ...(isMarked ? [GEOMETRY_WRITTEN] : []),
    ]);
    let isHeader = true;
    for await (const record of records()) {
      if (!isHeader) {
        const values = kept.map((column) => normaliseOrEmpty(record[column] ?? "", types[column] ?? "text"));
        const wkt = geometry ? wktOf(record, geometry) : "";
        yield line(geometry ? [...values, wkt, ...(isMarked ? [wkt.trim() === "" ? "" : "1"] : [])] : values);
      }
      isHeader = false;
    }
  }, createWriteStream(target));
  await writeFile(
    `${target}t`,
    [
      ...kept.map((column) => GDAL_TYPES[passedAs(types[column] ?? "text")]),
      ...(geometry ? ["WKT"] : []),
      ...(isMarked ? ["String"] : []),
    ].join(","),
  );
  const typesByName = new Map(kept.map((column) => [names.names[column] ?? "", types[column] ?? "text"]));
  return { encoding, geometry, srid, columns: header.length, duplicates: names.duplicates, types: typesByName };
}

function passedAs(type: FieldType): FieldType {
  return type === "datetime" || type === "localdatetime" ? "text" : type;
}

function normaliseOrEmpty(value: string, type: FieldType): string {
  return value === "" ? "" : normalise(value, type);
}

function wktOf(record: readonly string[], geometry: CsvGeometry): string {
  if (geometry.kind === "wkt") return (record[geometry.column] ?? "").replace(/^SRID=\d+;/i, "");
  if (geometry.kind === "axes")
    return pointWkt(record[geometry.lon], record[geometry.lat], geometry.z === null ? undefined : record[geometry.z]);
  const [lat, lon] = (record[geometry.column] ?? "").split(",");
  return pointWkt(lon, lat);
}

function pointWkt(lonText: string | undefined, latText: string | undefined, heightText?: string): string {
  const lon = parseNumber(lonText?.trim() ?? "");
  const lat = parseNumber(latText?.trim() ?? "");
  const height = parseNumber(heightText?.trim() ?? "");
  if (lon === null || lat === null) return "";
  return height === null ? `POINT (${lon} ${lat})` : `POINT Z (${lon} ${lat} ${height})`;
}

function line(values: readonly string[]): string {
  return `${values.map((value) => (value === "" ? "" : `"${value.replaceAll('"', '""')}"`)).join(",")}\n`;
}

/** @throws UnreadableError when there are more columns than `MAX_COLUMNS` */
async function survey(records: AsyncIterable<string[]>): Promise<{ header: string[]; facts: ColumnFacts[]; srid: number | null }> {
  let header: string[] | null = null;
  let facts: ColumnFacts[] = [];
  let srid: number | null = null;
  for await (const record of records) {
    if (header) {
      for (const [column, found] of facts.entries()) observe(found, record[column] ?? "");
      if (srid === null) srid = ewktSrid(record);
    } else {
      if (record.length > MAX_COLUMNS) throw new UnreadableError("broken", `${record.length} columns`);
      header = record;
      facts = record.map(emptyFacts);
    }
  }
  return { header: header ?? [], facts, srid };
}

function ewktSrid(record: readonly string[]): number | null {
  for (const value of record) {
    const found = /^SRID=(\d{1,6});/i.exec(value)?.[1];
    if (found) return Number(found);
  }
  return null;
}

/** Gives every column a name of its own, and returns the names that occur twice (compared without case). */
function uniqueNames(header: readonly string[]): { names: string[]; duplicates: string[] } {
  const seen = new Set<string>();
  const duplicates: string[] = [];
  const names = header.map((raw, column) => {
    const name = raw.trim() || `column_${column + 1}`;
    let free = name;
    for (let copy = 2; seen.has(free.toLowerCase()); copy++) free = `${name}_${copy}`;
    if (free !== name) duplicates.push(name);
    seen.add(free.toLowerCase());
    return free;
  });
  return { names, duplicates };
}

function readRecords(path: string, encoding: string, delimiter: string): AsyncIterable<string[]> {
  const parser = parse({
    delimiter,
    bom: true,
    trim: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_CHARACTERS,
  });
  const text = Readable.from(decodedText(path, encoding));
  text.on("error", (error) => parser.destroy(error));
  return text.pipe(parser);
}

/** The separator that occurs most often in the first line, outside quotes. */
async function findDelimiter(path: string, encoding: string): Promise<string> {
  let head = "";
  for await (const text of decodedText(path, encoding)) {
    head += text;
    if (head.includes("\n") || head.length > SAMPLE_BYTES) break;
  }
  const first = (head.split(/\r?\n/, 1)[0] ?? "").replace(/"[^"]*"/g, "");
  const counted = [",", ";", "\t", "|"].map((delimiter) => ({ delimiter, count: first.split(delimiter).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}
