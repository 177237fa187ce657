import type { AttributeCondition } from "@archipel/contracts/features.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier } from "@archipel/database/sql-session.ts";
import { DomainError } from "../../../kernel/domain-error.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const NUMBER = /^-?\d{1,15}(\.\d{1,9})?$/;

/**
 * SQL of conditions on attributes of `t`, which all hold; empty without conditions. Values become parameters: `parameter` adds one and returns its
 * name. The map compares the same way (`packages/map`, `layers/attribute-filter.ts`).
 *
 * @param fields those that the caller may see: a condition on another column would reveal its values
 * @throws DomainError for an unknown column, or a value that is not a number or a day
 */
export function conditionsSql(
  conditions: readonly AttributeCondition[],
  fields: readonly LayerField[],
  parameter: (value: unknown) => string,
): string {
  return conditions.map((condition) => ` AND ${conditionSql(condition, fields, parameter)}`).join("");
}

function conditionSql(
  { column, operator, values }: AttributeCondition,
  fields: readonly LayerField[],
  parameter: (value: unknown) => string,
): string {
  const field = fields.find((one) => one.column === column);
  if (!field) throw new DomainError("invalid", "column-not-found", { column }, "conditions");
  const name = `t.${quoteIdentifier(field.column)}`;
  const text = `coalesce((${name})::text, '')`;
  const [first = ""] = values;
  switch (operator) {
    case "is":
      return `${text} = ANY (${parameter(values)}::text[])`;
    case "is-not":
      return `NOT (${text} = ANY (${parameter(values)}::text[]))`;
    case "contains":
      return `position(lower(${parameter(first)}::text) IN lower(${text})) > 0`;
    case "empty":
      return `${text} = ''`;
    case "filled":
      return `${text} <> ''`;
    default:
      return limitSql(name, field, operator === "at-least" ? ">=" : "<=", first, parameter);
  }
}

function limitSql(name: string, field: LayerField, sign: ">=" | "<=", value: string, parameter: (value: unknown) => string): string {
  const isNumber = field.type === "integer" || field.type === "double";
  if (!(isNumber ? NUMBER : DAY).test(value) || (!isNumber && Number.isNaN(Date.parse(value))))
    throw new DomainError("invalid", "condition-value-invalid", { column: field.label ?? field.name, value }, "conditions");
  if (isNumber) return `${name} ${sign} ${parameter(value)}::text::numeric`;
  // Moments are compared by their day in UTC, as they are written in tiles.
  const day =
    field.type === "datetime" ? `(${name} AT TIME ZONE 'UTC')::date` : field.type === "text" ? `left(${name}, 10)` : `${name}::date`;
  return field.type === "text" ? `${day} ${sign} ${parameter(value)}::text` : `${day} ${sign} ${parameter(value)}::text::date`;
}
