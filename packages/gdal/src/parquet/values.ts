import type { SchemaElement } from "hyparquet";
import type { FieldType } from "../model.ts";

export type Value = string | number | boolean | null;

/** How the values of a column are read. */
export interface ValueReader {
  type: FieldType;
  /** @param raw as stored: number, bigint, boolean or bytes */
  read(raw: unknown): Value;
  /** Why the column is text although its values are numbers. */
  asText?: "decimal" | "unsigned";
}

/** Smallest and largest value of a column, rounded. */
export interface ValueRange {
  least: number;
  greatest: number;
}

/** Digits that a double keeps. Longer decimals stay texts. */
const EXACT_DIGITS = 15;
const INT64_DIGITS = 18;
const DAY_MS = 86_400_000;
const MAX_INT64 = 2 ** 63;
const decoder = new TextDecoder();

/**
 * The reader for a column of a Parquet file (Parquet format 2.12, LogicalTypes). Null when its values are bytes without a meaning.
 *
 * @param range smallest and largest value of the column, if the file says them
 */
export function valueReader(element: SchemaElement, range: ValueRange | null): ValueReader | null {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (converted === "DECIMAL" || logical?.type === "DECIMAL") return decimal(element, range);
  if (converted === "DATE" || logical?.type === "DATE") return { type: "date", read: only("number", dayText) };
  if (logical?.type === "TIMESTAMP") return timestamp(logical.unit, logical.isAdjustedToUTC);
  if (converted === "TIMESTAMP_MILLIS") return timestamp("MILLIS", true);
  if (converted === "TIMESTAMP_MICROS") return timestamp("MICROS", true);
  if (logical?.type === "TIME") return clock(logical.unit);
  if (converted === "TIME_MILLIS") return clock("MILLIS");
  if (converted === "TIME_MICROS") return clock("MICROS");
  // The date-times of older programs, which arrive as nanoseconds (pages.ts).
  if (type === "INT96") return timestamp("NANOS", false);
  if (type === "BOOLEAN") return { type: "boolean", read: only<boolean>("boolean", (value) => value) };
  if (type === "FLOAT" || type === "DOUBLE") return { type: "double", read: only("number", numberOrNull) };
  if (type === "INT32" || type === "INT64") return whole(element, range);
  if (logical?.type === "UUID") return { type: "text", read: bytes(uuidText) };
  if (logical?.type === "FLOAT16") return { type: "double", read: bytes((value) => numberOrNull(float16(value))) };
  const isText = converted === "UTF8" || converted === "ENUM" || converted === "JSON";
  if (isText || logical?.type === "STRING" || logical?.type === "ENUM" || logical?.type === "JSON")
    // PostgreSQL has no text with a zero in it.
    return { type: "text", read: bytes((value) => decoder.decode(value).replaceAll("\0", "\uFFFD")) };
  return null;
}

function only<T>(kind: "number" | "boolean", read: (value: T) => Value): (raw: unknown) => Value {
  return (raw) => (typeof raw === kind ? read(raw as T) : null);
}

function bytes(read: (value: Uint8Array) => Value): (raw: unknown) => Value {
  return (raw) => (raw instanceof Uint8Array ? read(raw) : null);
}

/** "Not a number" is the missing value of several programs. */
function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function whole({ converted_type: converted, logical_type: logical }: SchemaElement, range: ValueRange | null): ValueReader {
  const isUnsigned = converted?.startsWith("UINT") || (logical?.type === "INTEGER" && !logical.isSigned);
  const read = (raw: unknown): Value => {
    if (typeof raw === "number") return isUnsigned && raw < 0 ? raw + 2 ** 32 : raw;
    if (typeof raw !== "bigint") return null;
    const value = isUnsigned ? BigInt.asUintN(64, raw) : raw;
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  };
  const is64 = converted === "UINT_64" || (logical?.type === "INTEGER" && logical.bitWidth === 64);
  // Our integers have 64 bits with a sign.
  const fits = !isUnsigned || !is64 || (range !== null && range.least >= 0 && range.greatest >= range.least && range.greatest < MAX_INT64);
  return fits ? { type: "integer", read } : { type: "text", read: (raw) => stringOrNull(read(raw)), asText: "unsigned" };
}

function stringOrNull(value: Value): string | null {
  return value === null ? null : String(value);
}

function decimal({ scale, precision, logical_type: logical }: SchemaElement, range: ValueRange | null): ValueReader {
  const places = (logical?.type === "DECIMAL" ? logical.scale : scale) ?? 0;
  const declared = (logical?.type === "DECIMAL" ? logical.precision : precision) ?? 38;
  // Programs declare more digits than the values have.
  const digits = range ? Math.min(declared, digitsOf(range, places)) : declared;
  const text = (raw: unknown): string | null => {
    const value = typeof raw === "bigint" ? raw : typeof raw === "number" ? BigInt(raw) : raw instanceof Uint8Array ? bigEndian(raw) : null;
    return value === null ? null : decimalText(value, places);
  };
  if (places === 0 && digits <= INT64_DIGITS) return { type: "integer", read: (raw) => safeNumber(text(raw)) };
  if (digits > EXACT_DIGITS) return { type: "text", read: text, asText: "decimal" };
  return { type: "double", read: (raw) => safeNumber(text(raw)) };
}

/** Digits of the largest value, decimals included. */
function digitsOf({ least, greatest }: ValueRange, places: number): number {
  const size = Math.max(Math.abs(least), Math.abs(greatest));
  return places + (size < 1 ? 0 : Math.floor(Math.log10(size)) + 2);
}

/** The digits of a whole number beyond 2^53 stay text, which our integers accept. */
function safeNumber(text: string | null): Value {
  if (text === null) return null;
  const value = Number(text);
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value;
}

function bigEndian(value: Uint8Array): bigint {
  let result = 0n;
  for (const byte of value) result = result * 256n + BigInt(byte);
  return BigInt.asIntN(value.length * 8, result);
}

function decimalText(value: bigint, places: number): string {
  const digits = String(value < 0n ? -value : value).padStart(places + 1, "0");
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return value < 0n ? `-${text}` : text;
}

type Unit = "MILLIS" | "MICROS" | "NANOS";
const PER_SECOND: Record<Unit, bigint> = { MILLIS: 1_000n, MICROS: 1_000_000n, NANOS: 1_000_000_000n };

/** Date-times keep their fractions. Those without a zone get none. */
function timestamp(unit: Unit, isUtc: boolean): ValueReader {
  return {
    type: isUtc ? "datetime" : "localdatetime",
    read: (raw) => (typeof raw === "bigint" ? momentText(raw, PER_SECOND[unit], isUtc) : null),
  };
}

function momentText(value: bigint, perSecond: bigint, isUtc: boolean): string | null {
  const rest = ((value % perSecond) + perSecond) % perSecond;
  const seconds = Number((value - rest) / perSecond);
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return null;
  const fraction =
    rest === 0n
      ? ""
      : `.${String(rest)
          .padStart(String(perSecond).length - 1, "0")
          .replace(/0+$/, "")}`;
  return `${date.toISOString().slice(0, -5)}${fraction}${isUtc ? "Z" : ""}`;
}

function dayText(days: number): string | null {
  const date = new Date(days * DAY_MS);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().slice(0, -14);
}

function clock(unit: Unit): ValueReader {
  return {
    type: "text",
    read: (raw) => {
      if (typeof raw !== "number" && typeof raw !== "bigint") return null;
      const moment = momentText(BigInt(raw), PER_SECOND[unit], false);
      return moment === null ? null : moment.slice(moment.indexOf("T") + 1);
    },
  };
}

function uuidText(value: Uint8Array): string {
  return Buffer.from(value)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function float16(value: Uint8Array): number {
  const bits = ((value[1] ?? 0) << 8) | (value[0] ?? 0);
  const [exponent, fraction] = [(bits >> 10) & 0x1f, (bits & 0x3ff) / 1024];
  const size =
    exponent === 0 ? 2 ** -14 * fraction : exponent === 31 ? (fraction ? Number.NaN : Infinity) : 2 ** (exponent - 15) * (1 + fraction);
  return bits >> 15 ? -size : size;
}
