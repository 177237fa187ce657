import type { SourceField } from "../model.ts";
import type { RowValues } from "../rows/row-writer.ts";
import { copyTextBytes } from "./copy-text-bytes.ts";
import type { FlatBuffer } from "./flatbuffer.ts";
import { LeftToGdal } from "./left-to-gdal.ts";

/** Types of columns (flatgeobuf.org, header.fbs), by number. */
const TYPES = [
  ...["Byte", "UByte", "Bool", "Short", "UShort", "Int", "UInt", "Long", "ULong", "Float", "Double"],
  ...["String", "Json", "DateTime", "Binary"],
] as const;
type Type = (typeof TYPES)[number];
/** Fields of a column. */
const [NAME, TYPE] = [0, 1];

interface Column {
  type: Type;
  /** Number of the field; -1 for a column that is not read. */
  field: number;
}

/** The columns of a FlatGeobuf. @throws LeftToGdal for numbers that GDAL rounds, and columns that do not match the fields */
export function columnsOf(buffer: FlatBuffer, columns: readonly number[], fields: readonly SourceField[]): Column[] {
  const names = columns.map((column) => buffer.text(column, NAME));
  if (new Set(names).size !== names.length || !fields.every(({ name }) => names.includes(name))) throw new LeftToGdal("odd columns");
  return columns.map((column, index) => {
    const type = TYPES[buffer.byte(column, TYPE)];
    const field = fields.findIndex(({ name }) => name === names[index]);
    if (type === undefined || (field >= 0 && (type === "ULong" || type === "Float"))) throw new LeftToGdal("a column of another type");
    return { type, field };
  });
}

/**
 * Writes the values of a feature as the reader of GDAL's rows parses them (copy-text.ts): each is the number of its column, then its bytes.
 *
 * @param vector the property bytes; 0 without any
 */
export function writeValues(values: RowValues, buffer: FlatBuffer, vector: number, columns: readonly Column[]): void {
  const { view } = buffer;
  const end = vector + 4 + buffer.count(vector, 1);
  const seen = new Set<number>();
  for (let at = vector === 0 ? end : vector + 4; at < end; ) {
    const number = view.getUint16(at, true);
    const column = columns[number];
    if (column === undefined || seen.has(number)) throw new LeftToGdal("a value of no column");
    seen.add(number);
    at = writeValue(values, view, at + 2, column);
    if (at > end) throw new LeftToGdal("a value that is cut off");
  }
}

/** @returns where the value ends */
function writeValue(values: RowValues, view: DataView, at: number, { type, field }: Column): number {
  const whole = (value: number, bytes: number) => {
    if (field >= 0) values.number(field, value);
    return at + bytes;
  };
  switch (type) {
    case "Byte":
      return whole(view.getInt8(at), 1);
    case "UByte":
      return whole(view.getUint8(at), 1);
    case "Bool":
      if (field >= 0) values.boolean(field, view.getUint8(at) !== 0);
      return at + 1;
    case "Short":
      return whole(view.getInt16(at, true), 2);
    case "UShort":
      return whole(view.getUint16(at, true), 2);
    case "Int":
      return whole(view.getInt32(at, true), 4);
    case "UInt":
      return whole(view.getUint32(at, true), 4);
    case "Float":
      return at + 4;
    case "ULong":
      return at + 8;
    case "Long": {
      const value = view.getBigInt64(at, true);
      const number = Number(value);
      // Beyond 2^53 the digits stay text.
      if (Number.isSafeInteger(number)) return whole(number, 8);
      if (field >= 0) values.text(field, String(value));
      return at + 8;
    }
    case "Double": {
      const value = view.getFloat64(at, true);
      if (field >= 0 && !Number.isFinite(value)) throw new LeftToGdal("no number");
      return whole(value, 8);
    }
    case "Binary":
      return at + 4 + view.getUint32(at, true);
    default:
      return writeText(values, view, at, { type, field });
  }
}

function writeText(values: RowValues, view: DataView, at: number, { type, field }: Column): number {
  const start = at + 4;
  const end = start + view.getUint32(at, true);
  if (end > view.byteLength) throw new LeftToGdal("a text that is cut off");
  if (field < 0) return end;
  const bytes = Buffer.from(view.buffer, view.byteOffset + start, end - start);
  if (type === "DateTime") values.text(field, momentOf(bytes.toString("latin1")));
  else copyTextBytes(values, field, bytes, 0, bytes.length);
  return end;
}

const MOMENT = /^([1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(Z?)$/;

/** A moment as GDAL writes it: in whole seconds; other moments are left to it. */
function momentOf(text: string): string {
  const [, moment, zone] = MOMENT.exec(text) ?? [];
  if (moment === undefined) throw new LeftToGdal("an odd moment");
  return zone === "Z" ? `${moment}+00` : moment;
}
