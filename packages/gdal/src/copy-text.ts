import { plainWkb } from "@archipel/geo/wkb-curves.ts";
import { isoText } from "./formats/moments.ts";
import { EXAMPLE_ROW, GEOMETRY_WRITTEN, plainName } from "./formats/row-columns.ts";
import type { FeatureRow, FieldType } from "./model.ts";
import { PendingBytes } from "./rows/pending-bytes.ts";
import { ROW_GEOMETRY } from "./sandbox/requests.ts";

const TAB = 9;
const NEWLINE = 10;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const OPEN_BRACE = 0x7b;
const BATCH_ROWS = 500;
const BATCH_BYTES = 4 * 1024 * 1024;

/** What a column of the stream is: a field by its position, or one of ours. */
type Target = number | "geometry" | "written" | null;
type Parse = (text: string) => string | number | boolean | null;
type Repair = ((text: string) => string) | null;

/** Parses the COPY text of one layer, line by line. */
export class CopyReader {
  readonly #fields: readonly { name: string; type: FieldType }[];
  readonly #repair: Repair;
  #columns: Target[] | null = null;
  #parsers: Parse[] = [];
  #batch: FeatureRow[] = [];
  #batchBytes = 0;
  #index = 0;
  /** True between the header and the end of the data, where each line is a row. */
  isInData = false;

  /**
   * @param fields names and types wanted, in the order of the rows' values; other columns are skipped
   * @param repair correction still to apply to texts, including the names of columns
   */
  constructor(fields: readonly { name: string; type: FieldType }[], repair: Repair = null) {
    this.#fields = fields;
    this.#repair = repair;
  }

  /** Takes a line; returns a batch when one is full. */
  take(line: Buffer): FeatureRow[] | null {
    if (!this.isInData) {
      const header = line.length < 1_000_000 && line[0] === 0x43 ? copyHeader(line.toString("utf8")) : null;
      if (header && !this.#columns) {
        this.#columns = header.map((name) => targetOf(name, this.#fields, this.#repair));
        this.#parsers = this.#fields.map((field) => parserOf(field.type, this.#repair));
        this.isInData = true;
      }
      return null;
    }
    if (line.length === 2 && line[0] === BACKSLASH && line[1] === 0x2e) {
      this.isInData = false;
      return null;
    }
    const row = parseLine(line, this.#index + 1, this.#columns ?? [], this.#parsers);
    if (!row) return null;
    this.#index++;
    this.#batch.push(row);
    this.#batchBytes += line.length;
    return this.#batch.length >= BATCH_ROWS || this.#batchBytes >= BATCH_BYTES ? this.rest() : null;
  }

  /** The last rows, which do not fill a batch. */
  rest(): FeatureRow[] {
    const batch = this.#batch;
    this.#batch = [];
    this.#batchBytes = 0;
    return batch;
  }
}

/**
 * Reads GDAL's PGDump output (COPY text) back into rows, in batches of a few megabytes at most.
 *
 * @param fields names and types wanted, in the order of the rows' values; other columns are skipped
 * @param repair correction still to apply to texts, including the names of columns
 */
export async function* parseCopyText(
  chunks: AsyncIterable<Uint8Array>,
  fields: readonly { name: string; type: FieldType }[],
  repair: Repair = null,
): AsyncGenerator<FeatureRow[]> {
  const reader = new CopyReader(fields, repair);
  for await (const lines of linesOf(chunks)) {
    for (const line of lines) {
      const batch = reader.take(line);
      if (batch) yield batch;
    }
  }
  const rest = reader.rest();
  if (rest.length > 0) yield rest;
}

function targetOf(coded: string, fields: readonly { name: string }[], repair: Repair): Target {
  if (coded === ROW_GEOMETRY) return "geometry";
  if (coded === GEOMETRY_WRITTEN) return "written";
  const name = plainName(coded);
  const written = repair?.(name) ?? name;
  const found = fields.findIndex((field) => field.name === written);
  return found < 0 ? null : found;
}

function copyHeader(line: string): string[] | null {
  const list = /^COPY "public"\."rows" \((.*)\) FROM STDIN;$/s.exec(line)?.[1];
  if (list === undefined) return null;
  return [...list.matchAll(/"((?:[^"]|"")*)"/g)].map((match) => (match[1] ?? "").replaceAll('""', '"'));
}

/** @returns null for a row that is not one of the file */
function parseLine(line: Buffer, index: number, columns: readonly Target[], parsers: readonly Parse[]): FeatureRow | null {
  const row: FeatureRow = { index, values: new Array(parsers.length).fill(null), ewkb: null };
  let isWritten = false;
  let start = 0;
  for (const target of columns) {
    const tab = indexOfBare(line, TAB, start);
    const end = tab < 0 ? line.length : tab;
    const isNull = end - start === 2 && line[start] === BACKSLASH && line[start + 1] === 0x4e;
    if (!isNull && target === "geometry") takeGeometry(row, Buffer.from(line.toString("latin1", start, end), "hex"));
    else if (!isNull && target === "written") {
      if (line.toString("latin1", start, end) === EXAMPLE_ROW) return null;
      isWritten = line[start] !== ZERO;
    } else if (!isNull && typeof target === "number")
      row.values[target] = parsers[target]?.(unescaped(line.toString("utf8", start, end))) ?? null;
    start = end + 1;
  }
  if (isWritten && row.ewkb === null) row.isGeometryUnreadable = true;
  return row;
}

function takeGeometry(row: FeatureRow, bytes: Uint8Array): void {
  const { ewkb, reshaped } = plainWkb(bytes);
  row.ewkb = ewkb;
  if (reshaped) row.reshaped = reshaped;
}

/** GDAL escapes tabs, line ends and backslashes by a backslash before the unchanged character. */
function unescaped(text: string): string {
  return text.includes("\\") ? text.replace(/\\(.)/gs, "$1") : text;
}

/** Position of the next `byte` that no backslash escapes; -1 without one. */
function indexOfBare(buffer: Buffer, byte: number, start: number): number {
  let found = buffer.indexOf(byte, start);
  while (found >= 0 && isEscaped(buffer, found)) found = buffer.indexOf(byte, found + 1);
  return found;
}

function isEscaped(buffer: Buffer, position: number): boolean {
  let backslashes = 0;
  while (buffer[position - 1 - backslashes] === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}

function parserOf(type: FieldType, repair: Repair): Parse {
  switch (type) {
    case "integer":
    case "double":
      return (text) => {
        const value = Number(text.replace(",", "."));
        // Beyond 2^53 the digits stay text, which COPY accepts as well.
        return type === "integer" && !Number.isSafeInteger(value) ? text : value;
      };
    case "boolean":
      // A logical of a DBF that is not set is a blank or a question mark.
      return (text) => (/^\s*\??\s*$/.test(text) ? null : /^(t|y|1|true)$/i.test(text));
    case "date":
      // A blank date of a DBF.
      return (text) => (text === "0000/00/00" ? null : text.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, "$3-$2-$1").replaceAll("/", "-"));
    case "datetime":
    case "localdatetime":
      return isoText;
    case "text":
      return repair ? (text) => repair(listText(text)) : listText;
  }
}

/** A list (`{"a","b"}` of a JSON array) reads as `a, b`. */
export function listText(text: string): string {
  if (text.charCodeAt(0) !== OPEN_BRACE) return text;
  if (!/^\{("(?:[^"\\]|\\.)*"|[\d.eE+-]+)(,("(?:[^"\\]|\\.)*"|[\d.eE+-]+))*\}$/s.test(text)) return text;
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|([\d.eE+-]+)/gs)]
    .map((match) => match[2] ?? (match[1] ?? "").replace(/\\(.)/gs, "$1"))
    .join(", ");
}

/** Lines of a COPY text, all lines of a chunk at a time. A line end inside a value is escaped. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer[]> {
  const pending = new PendingBytes();
  for await (const raw of chunks) {
    // The pending bytes hold no bare line end. A backslash at their end may escape the next one, which is seen from there.
    const searched = pending.length;
    const chunk = pending.with(raw);
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = indexOfBare(chunk, NEWLINE, searched); end >= 0; end = indexOfBare(chunk, NEWLINE, start)) {
      lines.push(chunk.subarray(start, end));
      start = end + 1;
    }
    pending.keep(start);
    if (lines.length > 0) yield lines;
  }
  if (pending.length > 0) yield [pending.with(new Uint8Array())];
}
