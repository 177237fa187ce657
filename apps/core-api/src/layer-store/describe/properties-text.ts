import type { LayerField } from "@archipel/contracts/layers.ts";
import type { TextRow } from "@archipel/database/sql-session.ts";
import { type Attribute, valueAt } from "../tables/attribute-columns.ts";
import type { SourceNames } from "./source-names.ts";

/**
 * The attributes of a feature as a JSON object. Integers are always numbers, also those beyond 2^53, which JavaScript would round: programs
 * that read 64-bit integers (GDAL, QGIS, Python) get one kind of value in a column.
 *
 * @param values by column
 */
export function propertiesText(fields: readonly LayerField[], names: SourceNames, values: Readonly<Record<string, Attribute>>): string {
  const members = fields.map(({ column, type }) => {
    const value = valueAt(values, column);
    const isDigits = type === "integer" && typeof value === "string" && /^-?\d+$/.test(value);
    return `${JSON.stringify(names.get(column) ?? column)}:${isDigits ? value : JSON.stringify(value)}`;
  });
  return `{${members.join(",")}}`;
}

/**
 * Writes the attributes of many features from rows of texts (`OneRead.texts`), as `propertiesText` does for one: no value is read in between.
 *
 * @param from where the attributes begin in a row, in the order of the fields
 */
export function propertiesWriter(fields: readonly LayerField[], names: SourceNames, from: number): (row: TextRow) => string {
  const columns = fields.map(({ column, type }, index) => ({
    at: from + index,
    before: `${index === 0 ? "{" : ","}${JSON.stringify(names.get(column) ?? column)}:`,
    write: writerOf(type),
  }));
  if (columns.length === 0) return () => "{}";
  return (row) => {
    let text = "";
    for (const { at, before, write } of columns) {
      const value = row[at] ?? null;
      text += before + (value === null ? "null" : write(value));
    }
    return `${text}}`;
  };
}

function writerOf(type: LayerField["type"]): (text: string) => string {
  switch (type) {
    case "integer":
      return (digits) => digits;
    case "double":
      // PostgreSQL writes as many digits as tell the number. JSON has neither infinity nor "not a number".
      return (text) => (text === "NaN" || text.endsWith("Infinity") ? "null" : text);
    case "boolean":
      return (letter) => (letter === "t" ? "true" : "false");
    default:
      return (text) => JSON.stringify(text);
  }
}

/** Whether JSON has sixteen digits or more in a row, which may be an integer beyond 2^53. Digits after a point are a fraction. */
export function hasLongDigits(text: string): boolean {
  return /(?<![.\d])\d{16}/.test(text);
}

/** Reads JSON like `JSON.parse`, but integers beyond 2^53 become their digits: text. */
export function parseKeepingDigits(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    const digits = context?.source ?? "";
    return typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(digits) ? digits : value;
  });
}
