import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier } from "@archipel/database/sql-session.ts";

/** An attribute value as JSON. */
export type Attribute = string | number | boolean | null;

/**
 * A record by the columns or names of fields. It has no prototype: what a field is called never finds anything but its own value.
 */
export function recordOf<V>(entries: Iterable<readonly [string, V]> = []): Record<string, V> {
  const record: Record<string, V> = Object.create(null);
  for (const [key, value] of entries) record[key] = value;
  return record;
}

/** The value of a column in a record that may have a prototype, because JSON was read or records were spread; null when it has none. */
export function valueAt<V>(record: Readonly<Record<string, V>>, column: string): V | null {
  return Object.hasOwn(record, column) ? (record[column] ?? null) : null;
}

/** SQL of a column's value for JSON: dates as ISO text with microseconds, others unchanged. */
function attributeSql(field: LayerField, alias: string): string {
  const column = `${alias}.${quoteIdentifier(field.column)}`;
  if (field.type === "date") return `to_char(${column}, 'YYYY-MM-DD')`;
  if (field.type === "datetime") return `${momentSql(`${column} AT TIME ZONE 'UTC'`)} || 'Z'`;
  if (field.type === "localdatetime") return momentSql(column);
  return column;
}

function momentSql(moment: string): string {
  return `rtrim(rtrim(to_char(${moment}, 'YYYY-MM-DD"T"HH24:MI:SS.US'), '0'), '.')`;
}

/**
 * `, … AS a0, … AS a1`: attributes in the order of the fields, under names that cannot clash with ours.
 *
 * @param alias of their table. Without it, a column that is called like one of another table of the statement would be ambiguous.
 * @param named the letter before their numbers
 */
export function attributeList(fields: readonly LayerField[], alias: string, named = "a"): string {
  return fields.map((field, index) => `, ${attributeSql(field, alias)} AS ${named}${index}`).join("");
}

/** All attributes as one array of texts, in the order of the fields. */
export function attributeTexts(fields: readonly LayerField[], alias: string): string {
  return `ARRAY[${fields.map((field) => `(${attributeSql(field, alias)})::text`).join(", ")}]::text[]`;
}

/** PostgreSQL passes at most 100 values to a function. */
const MAX_JOINED = 90;

/** SQL of some values as one text, separated by spaces; nulls are left out. At least one value. */
export function joinedSql(values: readonly string[]): string {
  if (values.length <= MAX_JOINED) return `concat_ws(' ', ${values.join(", ")})`;
  const parts = Array.from({ length: Math.ceil(values.length / MAX_JOINED) }, (_part, index) =>
    joinedSql(values.slice(index * MAX_JOINED, (index + 1) * MAX_JOINED)),
  );
  return joinedSql(parts);
}

/** A row of `attributeList` as a record by column. */
export function attributesOf(row: Record<string, unknown>, fields: readonly LayerField[]): Record<string, Attribute> {
  return recordOf(fields.map(({ column }, index) => [column, attributeOf(row[`a${index}`])] as const));
}

/** Integers beyond 2^53 become digits; one driver returns them as bigint. */
export function attributeOf(value: unknown): Attribute {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "string" || typeof value === "boolean") return value;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
