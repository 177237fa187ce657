import type { ReportField, ReportValues } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { DomainError } from "../../../kernel/domain-error.ts";

/**
 * Validates the values of a theme's form. @returns the values to store, without empty ones
 *
 * @throws DomainError with the field that is unknown, missing or of the wrong type
 */
export function checkedForm(fields: readonly ReportField[], values: ReportValues, locale: Locale): ReportValues {
  const unknown = Object.keys(values).find((name) => !fields.some((field) => field.name === name));
  if (unknown !== undefined) throw new DomainError("invalid", "report-field-unknown", { field: unknown }, `values.${unknown}`);
  return Object.fromEntries(
    fields.flatMap((field): [string, ReportValues[string]][] => {
      const given = values[field.name];
      const value = typeof given === "string" ? given.trim() : given;
      const label = field.label[locale] ?? field.label.fr ?? field.label.en ?? field.name;
      const at = `values.${field.name}`;
      // A mandatory checkbox must be ticked.
      const isEmpty = value === undefined || value === "" || (field.type === "checkbox" && value === false);
      if (isEmpty && field.isMandatory) throw new DomainError("invalid", "report-field-missing", { field: label }, at);
      if (value === undefined || value === "") return [];
      if (!fits(field, value)) throw new DomainError("invalid", `report-field-not-${field.type}`, { field: label }, at);
      return [[field.name, value]];
    }),
  );
}

function fits({ type, options }: ReportField, value: string | number | boolean): boolean {
  switch (type) {
    case "text":
      return typeof value === "string";
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    case "checkbox":
      return typeof value === "boolean";
    case "list":
      return options.some((option) => option.value === value);
    case "date":
      return typeof value === "string" && isDay(value);
  }
}

/** A date that exists, as YYYY-MM-DD. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
