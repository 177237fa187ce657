import type { Field } from "../src/model/field.ts";
import type { GeometryKind, GeometryRules } from "../src/model/geometry.ts";

type Extra = Omit<Field, "name" | "type">;

/** Short forms for the fields of the shipped models. A `!` at the end of a name makes the field required. */
export function text(name: string, maxLength: number, extra: Extra = {}): Field {
  return field(name, "string", { maxLength, ...extra });
}

export function field(name: string, type: Field["type"], extra: Extra = {}): Field {
  const isRequired = name.endsWith("!");
  return { name: isRequired ? name.slice(0, -1) : name, type, ...(isRequired ? { required: true } : {}), ...extra };
}

/** A field with a closed list of values, separated by spaces. */
export function code(name: string, values: string, extra: Extra = {}): Field {
  const list = values.split(" ");
  return field(name, "string", { values: list, maxLength: Math.max(...list.map((value) => value.length)), ...extra });
}

export const date = (name: string): Field => field(name, "date");
export const url = (name: string, maxLength = 254): Field => field(name, "url", { maxLength });

export function shape(type: GeometryKind, extra: Omit<GeometryRules, "type"> = {}): GeometryRules {
  return { type, field: "WKT", required: true, ...extra };
}
