import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parse } from "csv-parse";
import { type FieldType, type InspectionFinding, UnreadableError } from "../model.ts";
import { type ColumnFacts, type CsvGeometry, emptyFacts, findGeometry, normalise, observe, typeOf } from "./csv-columns.ts";
import { CSV_GEOMETRY, csvLine, GDAL_TYPES } from "./csvt.ts";
import type { FoundEncoding } from "./encoding.ts";
import { hasTime } from "./moments.ts";
import { GEOMETRY_WRITTEN } from "./row-columns.ts";
import { PlaceReader } from "./table-places.ts";
import { decodedText, textEncoding } from "./text-file.ts";

export interface PreparedCsv {
  encoding: FoundEncoding;
  geometry: CsvGeometry | null;
  /** EPSG code that an EWKT prefix declares. */
  srid: number | null;
  duplicates: string[];
  /** The type of each column by its name. Moments pass GDAL as texts, because it cuts them to milliseconds. */
  types: ReadonlyMap<string, FieldType>;
  /** What the rows show, without the layer's name. */
  findings: InspectionFinding[];
}

/** One record of a table, and its line in the file. The first one holds the names of the columns. */
export interface TableRecord {
  line: number;
  cells: string[];
}

/** The cells of a table, which can be read several times. */
export interface TableSource {
  records(): AsyncIterable<TableRecord>;
  /** Columns whose cells the file declares as texts, whatever they look like. */
  isText?: readonly boolean[];
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
  return { encoding, ...(await prepareTable({ records }, target, isAsWritten)) };
}

/** Writes the cells of a table as `prepareCsv` writes those of a CSV. */
export async function prepareTable(source: TableSource, target: string, isAsWritten: boolean): Promise<Omit<PreparedCsv, "encoding">> {
  const { header, facts, srid } = await survey(source.records());
  const names = uniqueNames(header);
  const geometry = findGeometry(header, facts);
  // Coordinates that a sheet holds as texts are numbers.
  const isAxis = (column: number) => geometry?.kind === "axes" && (column === geometry.lon || column === geometry.lat);
  const isText = (column: number) => isAsWritten || (source.isText?.[column] && !isAxis(column));
  const types = facts.map((found, column) => (isText(column) ? "text" : typeOf(found)));
  const dropped = geometry?.kind === "wkt" || (geometry?.kind === "lat-lon" && !geometry.isAngle) ? geometry.column : -1;
  const kept = names.names.map((_, column) => column).filter((column) => column !== dropped);
  // The text of a geometry may be none; a place of axes is null only for a finding of its own, except where values are kept as written.
  const isMarked = geometry !== null && (geometry.kind === "wkt" || isAsWritten);
  const places = geometry && new PlaceReader(geometry);
  await pipeline(async function* () {
    yield csvLine([
      ...kept.map((column) => names.names[column] ?? ""),
      ...(geometry ? [CSV_GEOMETRY] : []),
      ...(isMarked ? [GEOMETRY_WRITTEN] : []),
    ]);
    let index = 0;
    for await (const record of source.records()) {
      if (index > 0) {
        const values = kept.map((column) => normaliseOrEmpty(record.cells[column] ?? "", types[column] ?? "text"));
        const place = places?.placeOf(record, index);
        yield csvLine(place ? [...values, place.wkt, ...(isMarked ? [place.isWritten ? "1" : ""] : [])] : values);
      }
      index++;
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
  const findings = places?.findings ?? [];
  return { geometry, srid, duplicates: names.duplicates, types: typesByName, findings };
}

function passedAs(type: FieldType): FieldType {
  return hasTime(type) ? "text" : type;
}

function normaliseOrEmpty(value: string, type: FieldType): string {
  return value === "" ? "" : normalise(value, type);
}

/** @throws UnreadableError when there are more columns than `MAX_COLUMNS` */
async function survey(records: AsyncIterable<TableRecord>): Promise<{ header: string[]; facts: ColumnFacts[]; srid: number | null }> {
  let header: string[] | null = null;
  let facts: ColumnFacts[] = [];
  let srid: number | null = null;
  for await (const { cells: record } of records) {
    if (header) {
      for (const [column, found] of facts.entries()) observe(found, (record[column] ?? "").trim());
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

async function* readRecords(path: string, encoding: string, delimiter: string): AsyncGenerator<TableRecord> {
  const parser = parse({
    on_record: (cells: string[], { lines }) => [...cells, String(lines)],
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
  for await (const cells of text.pipe(parser) as AsyncIterable<string[]>) yield { line: Number(cells.pop()), cells };
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
