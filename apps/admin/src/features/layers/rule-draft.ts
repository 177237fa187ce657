import { decimalOf } from "@archipel/contracts/decimal.ts";
import { ruleFlaw } from "@archipel/contracts/field-check.ts";
import { type DayFormat, type FieldRule, fieldRule, type LayerField } from "@archipel/contracts/layers.ts";

/** How a rule limits the values of a field. */
export type Binding = "free" | "list" | "day" | "pattern" | "range";

/** A rule in the form. */
export interface RuleDraft {
  readonly isRequired: boolean;
  readonly help: string;
  readonly binding: Binding;
  /** One value a line, with its label after an equals sign. */
  readonly values: string;
  readonly pattern: string;
  readonly example: string;
  readonly dayFormat: DayFormat;
  readonly min: string;
  readonly max: string;
  readonly unit: string;
}

/** The bindings that a field type allows, the default first. */
export function bindingsOf(type: LayerField["type"]): readonly Binding[] {
  if (type === "text") return ["free", "list", "day", "pattern"];
  return type === "integer" || type === "double" ? ["free", "list", "range"] : ["free"];
}

export function bindingOf(rule: FieldRule | undefined): Binding {
  if (rule?.values) return "list";
  if (rule?.dayFormat !== undefined) return "day";
  if (rule?.pattern !== undefined) return "pattern";
  return rule?.min !== undefined || rule?.max !== undefined ? "range" : "free";
}

export function draftOf(rule: FieldRule | undefined): RuleDraft {
  return {
    isRequired: rule?.isRequired ?? false,
    help: rule?.help ?? "",
    binding: bindingOf(rule),
    values: linesOf(rule?.values ?? []),
    pattern: rule?.pattern ?? "",
    example: rule?.example ?? "",
    dayFormat: rule?.dayFormat ?? "YYYYMMDD",
    min: rule?.min === undefined ? "" : String(rule.min),
    max: rule?.max === undefined ? "" : String(rule.max),
    unit: rule?.unit ?? "",
  };
}

export const linesOf = (values: NonNullable<FieldRule["values"]>): string =>
  values.map(({ value, label }) => (label ? `${value} = ${label}` : String(value))).join("\n");

type Flaw = NonNullable<ReturnType<typeof ruleFlaw>> | { readonly code: "empty" | "unreadable"; readonly params: Record<string, never> };

/** The rule, undefined when it limits nothing; or what is wrong with it. */
export function ruleOf(type: LayerField["type"], draft: RuleDraft): { readonly rule: FieldRule | undefined } | { readonly flaw: Flaw } {
  const bound = boundOf(type, draft);
  if (bound === null) return { flaw: { code: "empty", params: {} } };
  const help = draft.help.trim();
  const unit = type === "integer" || type === "double" ? draft.unit.trim() : "";
  const free = { ...(draft.isRequired && { isRequired: true }), ...(help && { help }), ...(unit && { unit }) };
  const parsed = fieldRule.safeParse({ ...free, ...bound });
  if (!parsed.success) return { flaw: { code: "unreadable", params: {} } };
  if (Object.keys(parsed.data).length === 0) return { rule: undefined };
  const flaw = ruleFlaw({ type, rule: parsed.data });
  return flaw ? { flaw } : { rule: parsed.data };
}

function boundOf(type: LayerField["type"], draft: RuleDraft): Partial<FieldRule> | null {
  const { binding, values, pattern, example, dayFormat, min, max } = draft;
  switch (binding) {
    case "free":
      return {};
    case "day":
      return { dayFormat };
    case "list": {
      const lines = values.split("\n").filter((line) => line.trim() !== "");
      return lines.length === 0 ? null : { values: lines.map((line) => listedOf(type, line)) };
    }
    case "pattern":
      return pattern.trim() === "" || example.trim() === "" ? null : { pattern: pattern.trim(), example: example.trim() };
    case "range": {
      const [low, high] = [numberOf(min), numberOf(max)];
      if (low === null && high === null) return null;
      return { ...(low !== null && { min: low }), ...(high !== null && { max: high }) };
    }
  }
}

function listedOf(type: LayerField["type"], line: string): NonNullable<FieldRule["values"]>[number] {
  const [code = "", ...words] = line.split("=");
  const label = words.join("=").trim();
  const number = type === "text" ? null : numberOf(code);
  const isExact = number !== null && Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number));
  return { value: isExact ? number : code.trim(), ...(label && { label }) };
}

/** Null for empty text. Text that is not a number becomes NaN, which the schema refuses. */
function numberOf(text: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  return plain === "" ? null : (decimalOf(plain) ?? Number.NaN);
}
