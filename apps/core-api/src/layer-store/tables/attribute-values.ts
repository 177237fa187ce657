import { decimalOf } from "@archipel/contracts/decimal.ts";
import { ruleFault } from "@archipel/contracts/field-check.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { clockTimeOf, instantOf, wholeNumberOf } from "@archipel/contracts/value-texts.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { type Attribute, recordOf } from "./attribute-columns.ts";

/** Maximum length of a text. */
const MAX_TEXT = 50_000;

/**
 * Proposed attributes, in the form in which the layer's own are read.
 *
 * @param locked columns that cannot be edited
 * @throws DomainError that names the column: unknown, locked, of another type, or against the field's rule
 */
export function checkedValues(
  fields: readonly LayerField[],
  locked: readonly string[],
  values: Record<string, Attribute>,
): Record<string, Attribute> {
  return recordOf(
    Object.entries(values).map(([column, value]) => {
      const field = fields.find((one) => one.column === column && !one.isHidden);
      if (!field) throw new DomainError("invalid", "column-not-found", { column }, column);
      const label = field.label ?? field.name;
      if (locked.includes(column)) throw new DomainError("forbidden", "column-locked", { column: label }, column);
      const checked = value === null || value === "" ? null : columnValue(field.type, value);
      if (checked === undefined)
        throw new DomainError("invalid", `value-not-${field.type}`, { column: label, value: String(value).slice(0, 80) }, column);
      const fault = ruleFault(field, checked);
      if (fault) throw new DomainError("invalid", fault.code, { ...fault.params, column: label }, column);
      return [column, checked] as const;
    }),
  );
}

/** A value in the type of its column; undefined when the column cannot hold it. */
export function columnValue(type: LayerField["type"], value: string | number | boolean): Attribute | undefined {
  switch (type) {
    case "text": {
      const text = String(value);
      return text.length <= MAX_TEXT && !text.includes("\0") ? text : undefined;
    }
    case "integer":
      return typeof value === "boolean" ? undefined : wholeNumberOf(String(value));
    case "double": {
      if (typeof value === "string") return decimalOf(value);
      return typeof value === "number" && Number.isFinite(value) ? value : undefined;
    }
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "date":
      return dateOf(String(value));
    case "datetime":
      return instantOf(String(value));
    case "localdatetime":
      return clockTimeOf(String(value));
  }
}

/** A day that exists. */
export function dateOf(text: string): string | undefined {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return date && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) && !text.startsWith("0000") ? text : undefined;
}
