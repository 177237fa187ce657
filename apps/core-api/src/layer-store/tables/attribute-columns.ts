import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier } from "@archipel/database/sql-session.ts";

/** An attribute value as JSON. */
export type Attribute = string | number | boolean | null;

/** SQL of a column's value for JSON: dates as ISO text with microseconds, others unchanged. */
function attributeSql(field: LayerField): string {
  const column = quoteIdentifier(field.column);
  if (field.type === "date") return `to_char(${column}, 'YYYY-MM-DD')`;
  if (field.type === "datetime") {
    return `rtrim(rtrim(to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '0'), '.') || 'Z'`;
  }
  return column;
}

/** `, … AS a0, … AS a1`: attributes in the order of the fields, under names that cannot clash with ours. */
export function attributeList(fields: readonly LayerField[]): string {
  return fields.map((field, index) => `, ${attributeSql(field)} AS a${index}`).join("");
}

/** A row of `attributeList` as a record by the requested key. */
export function attributesOf(
  row: Record<string, unknown>,
  fields: readonly LayerField[],
  keyOf: (field: LayerField) => string = (field) => field.column,
): Record<string, Attribute> {
  return Object.fromEntries(fields.map((field, index) => [keyOf(field), attributeOf(row[`a${index}`])]));
}

/** Integers beyond 2^53 become digits; one driver returns them as bigint. */
export function attributeOf(value: unknown): Attribute {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "string" || typeof value === "boolean") return value;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
