import { readText, viewOf, writeText } from "../byte-io.ts";
import { CloudError } from "../cloud-error.ts";
import type { PointColumns } from "./columns.ts";
import type { VariableRecord } from "./vlr.ts";

const TYPES = ["u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64", "f32", "f64"] as const;
const SIZES = [1, 1, 2, 2, 4, 4, 8, 8, 4, 8] as const;

export type ExtraType = (typeof TYPES)[number] | "undocumented";

/** A field that a producer added to the point records. */
export interface ExtraField {
  name: string;
  description: string;
  type: ExtraType;
  /** Bytes of the field, and where it begins among the extra bytes of a record. */
  size: number;
  start: number;
  /** Value = stored × scale + offset, when the description says so. */
  scale: number;
  offset: number;
  noData: number | undefined;
}

const DESCRIPTION_BYTES = 192;
const RECORD = { userId: "LASF_Spec", recordId: 4 } as const;
const OPTION = { noData: 1, scale: 8, offset: 16 } as const;

function isExtraBytesRecord(record: { userId: string; recordId: number }): boolean {
  return record.userId === RECORD.userId && record.recordId === RECORD.recordId;
}

/** The descriptions of extra bytes that fit the records of points. */
export interface ExtraDescriptions {
  fields: ExtraField[];
  /** Names of fields that reach beyond the extra bytes of the points: nothing of them can be read. */
  beyond: string[];
  /** All records, of which those that describe extra bytes end before the first field that does not fit. */
  records: VariableRecord[];
}

/**
 * Reads the descriptions of extra bytes. Like LASzip, it leaves out fields beyond the extra bytes of the records; bytes without description are fine.
 *
 * @throws CloudError `extra-bytes-broken`
 * @source LAS 1.4 R15, tables 24 and 25; types 11 to 30 (arrays, deprecated) are read as undocumented bytes
 */
export function readExtraFields(records: readonly VariableRecord[], extraBytes: number): ExtraDescriptions {
  const found: ExtraDescriptions = { fields: [], beyond: [], records: [] };
  let start = 0;
  for (const record of records) {
    if (!isExtraBytesRecord(record)) {
      found.records.push(record);
      continue;
    }
    if (record.data.length % DESCRIPTION_BYTES !== 0) {
      throw new CloudError("extra-bytes-broken", `the description of extra bytes has ${record.data.length} bytes, not a multiple of 192`);
    }
    let fitting = 0;
    for (let at = 0; at < record.data.length; at += DESCRIPTION_BYTES) {
      const field = readField(record.data.subarray(at, at + DESCRIPTION_BYTES), start);
      start += field.size;
      if (start > extraBytes) found.beyond.push(field.name);
      else {
        found.fields.push(field);
        fitting = at + DESCRIPTION_BYTES;
      }
    }
    if (fitting > 0) found.records.push({ ...record, data: record.data.subarray(0, fitting) });
  }
  return found;
}

function readField(bytes: Uint8Array, start: number): ExtraField {
  const view = viewOf(bytes);
  const [code, options] = [view.getUint8(2), view.getUint8(3)];
  const type: ExtraType = TYPES[code - 1] ?? "undocumented";
  const isArray = code > 10 && code <= 30;
  const size = isArray ? (SIZES[(code - 1) % 10] as number) * (1 + Math.floor((code - 1) / 10)) : (SIZES[code - 1] ?? options);
  const has = (option: number) => type !== "undocumented" && (options & option) !== 0;
  return {
    name: readText(bytes, 4, 32),
    description: readText(bytes, 160, 32),
    type,
    size,
    start,
    scale: has(OPTION.scale) ? view.getFloat64(112, true) : 1,
    offset: has(OPTION.offset) ? view.getFloat64(136, true) : 0,
    noData: has(OPTION.noData) ? readWide(view, 40, type) : undefined,
  };
}

/** No-data values are widened to 8 bytes: u64, i64 or f64 by the kind of the type. */
function readWide(view: DataView, at: number, type: ExtraType): number {
  if (type.startsWith("f")) return view.getFloat64(at, true);
  return Number(type.startsWith("u") ? view.getBigUint64(at, true) : view.getBigInt64(at, true));
}

/** What a caller says about a field; scale and offset only if they are not 1 and 0. */
export type NewExtraField = Pick<ExtraField, "name" | "type" | "size"> &
  Partial<Pick<ExtraField, "description" | "scale" | "offset" | "noData">>;

/**
 * The record that describes extra bytes, in the order of the fields in point records.
 *
 * @throws CloudError `not-writable` for two fields of one name, or more than 341 fields
 */
export function writeExtraFields(fields: readonly NewExtraField[]): VariableRecord {
  if (new Set(fields.map((field) => field.name)).size < fields.length)
    throw new CloudError("not-writable", "two extra fields have one name");
  if (fields.length > 341) throw new CloudError("not-writable", `one record describes at most 341 extra fields, not ${fields.length}`);
  const data = new Uint8Array(fields.length * DESCRIPTION_BYTES);
  for (const [i, field] of fields.entries()) writeField(data.subarray(i * DESCRIPTION_BYTES, (i + 1) * DESCRIPTION_BYTES), field);
  return { ...RECORD, description: "Extra bytes", data };
}

function writeField(bytes: Uint8Array, field: NewExtraField): void {
  const view = viewOf(bytes);
  const code = field.type === "undocumented" ? 0 : TYPES.indexOf(field.type) + 1;
  view.setUint8(2, code);
  writeText(bytes, 4, 32, field.name);
  writeText(bytes, 160, 32, field.description ?? "");
  if (code === 0) {
    view.setUint8(3, field.size);
    return;
  }
  const isScaled = (field.scale ?? 1) !== 1 || (field.offset ?? 0) !== 0;
  view.setUint8(3, (field.noData === undefined ? 0 : OPTION.noData) | (isScaled ? OPTION.scale | OPTION.offset : 0));
  if (isScaled) {
    view.setFloat64(112, field.scale ?? 1, true);
    view.setFloat64(136, field.offset ?? 0, true);
  }
  if (field.noData === undefined) return;
  if (field.type.startsWith("f")) view.setFloat64(40, field.noData, true);
  else if (field.type.startsWith("u")) view.setBigUint64(40, BigInt(field.noData), true);
  else view.setBigInt64(40, BigInt(field.noData), true);
}

/** The stored bytes of a field without a value: its no-data value, or zeros if it has none. */
export function noDataBytes({ type, size, noData }: Pick<ExtraField, "type" | "size" | "noData">): Uint8Array {
  const bytes = new Uint8Array(size);
  if (noData === undefined || type === "undocumented") return bytes;
  const view = viewOf(bytes);
  const writers: Record<typeof type, () => void> = {
    u8: () => view.setUint8(0, noData),
    i8: () => view.setInt8(0, noData),
    u16: () => view.setUint16(0, noData, true),
    i16: () => view.setInt16(0, noData, true),
    u32: () => view.setUint32(0, noData, true),
    i32: () => view.setInt32(0, noData, true),
    u64: () => view.setBigUint64(0, BigInt(Math.trunc(noData)), true),
    i64: () => view.setBigInt64(0, BigInt(Math.trunc(noData)), true),
    f32: () => view.setFloat32(0, noData, true),
    f64: () => view.setFloat64(0, noData, true),
  };
  writers[type]();
  return bytes;
}

/**
 * The values of an extra field, scaled. 64-bit integers lose what a double cannot hold.
 *
 * @throws CloudError `extra-bytes-broken` for undocumented bytes, which have no values
 */
export function extraValues(columns: PointColumns, field: ExtraField): Float64Array {
  if (field.type === "undocumented") throw new CloudError("extra-bytes-broken", `the type of the field ${field.name} is not documented`);
  const { count, extra } = columns;
  const values = new Float64Array(count);
  const bytes = new Uint8Array(8);
  const view = viewOf(bytes);
  const read = readerOf(field.type, view);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < field.size; j++) bytes[j] = extra?.[(field.start + j) * count + i] ?? 0;
    values[i] = read() * field.scale + field.offset;
  }
  return values;
}

function readerOf(type: Exclude<ExtraType, "undocumented">, view: DataView): () => number {
  const readers: Record<typeof type, () => number> = {
    u8: () => view.getUint8(0),
    i8: () => view.getInt8(0),
    u16: () => view.getUint16(0, true),
    i16: () => view.getInt16(0, true),
    u32: () => view.getUint32(0, true),
    i32: () => view.getInt32(0, true),
    u64: () => Number(view.getBigUint64(0, true)),
    i64: () => Number(view.getBigInt64(0, true)),
    f32: () => view.getFloat32(0, true),
    f64: () => view.getFloat64(0, true),
  };
  return readers[type];
}
