import type { LayerField } from "@archipel/contracts/layers.ts";
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
