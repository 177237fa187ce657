import { isUtf8 } from "node:buffer";
import { listText } from "../copy-text.ts";
import { columnsIn, type DbfColumn } from "../formats/dbf.ts";
import { decoderLabel } from "../formats/encoding.ts";
import type { SourceField } from "../model.ts";
import type { RowValues } from "../rows/row-writer.ts";
import { numberIn, wholeNumberIn } from "./dbf-numbers.ts";
import { LeftToGdal } from "./left-to-gdal.ts";
import type { Window } from "./window.ts";

const HEAD_BYTES = 32;
/** More than a layer may have. */
const MAX_COLUMNS = 1_000;
const DELETED = 0x2a;
const SPACE = 0x20;
const OPEN_BRACE = 0x7b;
/** Letters that a program decodes in its own way, by the table of the encoding. */
const UNDEFINED_LETTERS: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

interface Column {
  /** Number of the field. */
  field: number;
  /** Where the value is in a record. */
  offset: number;
  width: number;
  write: WriteValue;
}

/** Writes the value in bytes `start` to `end`, without the spaces around it, of which there is at least one byte. */
type WriteValue = (values: RowValues, field: number, bytes: Buffer, start: number, end: number) => void;

/** The table of a shapefile: its rows as the reader of GDAL's rows parses them (copy-text.ts). */
export class DbfReader {
  readonly rows: number;
  readonly #file: Window;
  readonly #headerBytes: number;
  readonly #recordBytes: number;
  readonly #columns: Column[];
  #at = 0;

  /** @throws LeftToGdal for columns of other kinds, names that are not those of the fields, and records shorter than their columns */
  constructor(file: Window, encoding: string, fields: readonly SourceField[]) {
    this.#file = file;
    file.show(0, HEAD_BYTES);
    this.rows = file.view.getUint32(4, true);
    this.#headerBytes = file.view.getUint16(8, true);
    this.#recordBytes = file.view.getUint16(10, true);
    if (this.#headerBytes <= HEAD_BYTES || this.#recordBytes < 1) throw new LeftToGdal("an odd table");
    const start = file.show(HEAD_BYTES, this.#headerBytes - HEAD_BYTES);
    const declared = columnsIn(file.bytes.subarray(start, start + this.#headerBytes - HEAD_BYTES));
    if (declared.length > MAX_COLUMNS) throw new LeftToGdal("many columns");
    this.#columns = columnsOf(declared, encoding, fields);
    if (1 + declared.reduce((sum, { width }) => sum + width, 0) > this.#recordBytes) throw new LeftToGdal("columns beyond the record");
  }

  /** Goes to a row, from 0. @returns false when it is marked as deleted */
  show(row: number): boolean {
    this.#at = this.#file.show(this.#headerBytes + row * this.#recordBytes, this.#recordBytes);
    return this.#file.bytes[this.#at] !== DELETED;
  }

  /** Writes the values of the row. Values that are empty are left out. @throws LeftToGdal for values of another kind than their column */
  write(values: RowValues): void {
    const { bytes } = this.#file;
    for (const { field, offset, width, write } of this.#columns) {
      let start = this.#at + offset;
      const limit = start + width;
      let end = start;
      // A zero ends a text.
      while (end < limit && bytes[end] !== 0) end++;
      while (start < end && bytes[start] === SPACE) start++;
      while (end > start && bytes[end - 1] === SPACE) end--;
      if (start < end) write(values, field, bytes, start, end);
    }
  }
}

function columnsOf(declared: readonly DbfColumn[], encoding: string, fields: readonly SourceField[]): Column[] {
  const decoder = new TextDecoder(decoderLabel(encoding));
  const names = declared.map(({ name }) => decoder.decode(name));
  const offsets: number[] = [];
  let next = 1;
  for (const { width } of declared) {
    offsets.push(next);
    next += width;
  }
  return fields.map(({ name, type }, field) => {
    const index = names.indexOf(name);
    const column = declared[index];
    const offset = offsets[index];
    if (!column || offset === undefined || names.indexOf(name, index + 1) >= 0) throw new LeftToGdal("odd columns");
    return { field, offset, width: column.width, write: writerOf(column, type, encoding) };
  });
}

function writerOf({ kind, width, decimals }: DbfColumn, type: SourceField["type"], encoding: string): WriteValue {
  if (width === 0) throw new LeftToGdal("a column of no width");
  switch (`${kind} ${type}`) {
    case "C text":
      return encoding === "UTF-8" ? writeUtf8 : writeDecoded(encoding);
    // Long whole numbers, declared as texts by the inspection.
    case "C integer":
    case "N integer":
    case "F integer":
      return writeInteger;
    case "N double":
    case "F double":
      return (values, field, bytes, start, end) => {
        if (bytes[start] !== OVERFLOW) values.number(field, numberIn(bytes, start, end, decimals));
      };
    case "L boolean":
      return writeLogical;
    case "D date":
      return writeDay;
    default:
      throw new LeftToGdal("a column of another kind");
  }
}

/** A number that did not fit its column is written as stars. */
const OVERFLOW = 0x2a;

function isPlain(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] ?? 0) > 127) return false;
  return bytes[start] !== OPEN_BRACE;
}

const writeUtf8: WriteValue = (values, field, bytes, start, end) => {
  if (isPlain(bytes, start, end)) values.textBytes(field, bytes, start, end);
  else {
    if (!isUtf8(bytes.subarray(start, end))) throw new LeftToGdal("a text of another encoding");
    values.text(field, listText(bytes.toString("utf8", start, end)));
  }
};

/** Texts of one byte a letter. */
function writeDecoded(encoding: string): WriteValue {
  const decoder = new TextDecoder(decoderLabel(encoding));
  return (values, field, bytes, start, end) => {
    if (isPlain(bytes, start, end)) values.textBytes(field, bytes, start, end);
    else {
      const text = bytes.subarray(start, end);
      if (text.some((byte) => UNDEFINED_LETTERS.has(byte))) throw new LeftToGdal("a letter that does not exist");
      values.text(field, listText(decoder.decode(text)));
    }
  };
}

const writeInteger: WriteValue = (values, field, bytes, start, end) => {
  if (bytes[start] === OVERFLOW) return;
  const number = wholeNumberIn(bytes, start, end);
  // Beyond 2^53 the digits stay text.
  if (typeof number === "number") values.number(field, number);
  else values.text(field, number);
};

const writeLogical: WriteValue = (values, field, bytes, start, end) => {
  const letter = end - start === 1 ? String.fromCharCode(bytes[start] ?? 0) : "";
  if ("TtYy".includes(letter) && letter !== "") values.boolean(field, true);
  else if ("FfNn".includes(letter) && letter !== "") values.boolean(field, false);
  else if (letter !== "?") throw new LeftToGdal("no logical");
};

const DAY = /^[1-9]\d{3}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;
const NO_DAY = /^0+$/;

const writeDay: WriteValue = (values, field, bytes, start, end) => {
  const text = bytes.toString("latin1", start, end);
  if (DAY.test(text)) values.text(field, `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`);
  else if (text.length !== 8 || !NO_DAY.test(text)) throw new LeftToGdal("no day");
};
