import { RE2JS } from "re2js";
import type { FieldRule, LayerField } from "./layers.ts";
import { dayFromText, textOfDay, wholeNumberOf } from "./value-texts.ts";

type Value = string | number | boolean | null;
type Ruled = Pick<LayerField, "type"> & { readonly rule?: FieldRule | undefined };

/** The message `errors.<code>` and its parameters, except the field's name. */
export interface Fault<Code extends string> {
  readonly code: Code;
  readonly params: Readonly<Record<string, string | number>>;
}
export type RuleFault = Fault<
  "value-missing" | "value-not-listed" | "value-not-a-day" | "value-not-shaped" | "value-below" | "value-above"
>;
export type RuleFlaw = Fault<
  | "rule-not-for-type"
  | "rule-value-misfit"
  | "rule-values-repeated"
  | "rule-pattern-unreadable"
  | "rule-example-misfit"
  | "rule-range-empty"
>;

/** Most list values that a message names. */
const NAMED_VALUES = 8;

/**
 * How a value of the field's type breaks the field's rule; null when it does not. An empty value can only break `isRequired`.
 * Patterns are matched in linear time (RE2): no rule can block the process that checks it.
 */
export function ruleFault({ rule }: Ruled, value: Value): RuleFault | null {
  if (!rule) return null;
  if (value === null) return rule.isRequired ? { code: "value-missing", params: {} } : null;
  const said = { value: String(value).slice(0, 80) };
  if (rule.values && !rule.values.some((one) => String(one.value) === String(value))) {
    const named = rule.values.slice(0, NAMED_VALUES).map(({ value: code, label }) => (label ? `${code} (${label})` : String(code)));
    const allowed = `${named.join(", ")}${rule.values.length > NAMED_VALUES ? "…" : ""}`;
    return { code: "value-not-listed", params: { ...said, allowed } };
  }
  if (rule.pattern !== undefined && !patternOf(rule.pattern)?.matches(String(value)))
    return { code: "value-not-shaped", params: { ...said, example: rule.example ?? rule.pattern } };
  if (rule.dayFormat !== undefined && dayFromText(rule.dayFormat, String(value)) === null)
    return { code: "value-not-a-day", params: { ...said, example: textOfDay(rule.dayFormat, "2024-01-31") } };
  if (rule.min !== undefined && Number(value) < rule.min) return { code: "value-below", params: { ...said, min: rule.min } };
  if (rule.max !== undefined && Number(value) > rule.max) return { code: "value-above", params: { ...said, max: rule.max } };
  return null;
}

/** Why a rule is invalid: it does not fit the field's type, contradicts itself, or its pattern cannot be read. */
export function ruleFlaw({ type, rule }: Ruled): RuleFlaw | null {
  if (!rule) return null;
  const isNumber = type === "integer" || type === "double";
  const hasRange = rule.min !== undefined || rule.max !== undefined;
  const isForText = rule.pattern !== undefined || rule.dayFormat !== undefined;
  if ((rule.values && !isNumber && type !== "text") || (isForText && type !== "text") || ((hasRange || rule.unit) && !isNumber))
    return { code: "rule-not-for-type", params: {} };
  const misfit = rule.values?.find(({ value }) => isNumber && !(type === "integer" ? isWhole(value) : Number.isFinite(Number(value))));
  if (misfit) return { code: "rule-value-misfit", params: { value: String(misfit.value) } };
  const texts = rule.values?.map(({ value }) => String(value)) ?? [];
  const repeated = texts.find((text, index) => texts.indexOf(text) !== index);
  if (repeated !== undefined) return { code: "rule-values-repeated", params: { value: repeated } };
  if (rule.min !== undefined && rule.max !== undefined && rule.min > rule.max)
    return { code: "rule-range-empty", params: { min: rule.min, max: rule.max } };
  if (rule.pattern === undefined) return null;
  const pattern = patternOf(rule.pattern);
  if (!pattern) return { code: "rule-pattern-unreadable", params: { pattern: rule.pattern } };
  if (!pattern.matches(rule.example ?? "")) return { code: "rule-example-misfit", params: { example: rule.example ?? "" } };
  return null;
}

const isWhole = (value: string | number) => wholeNumberOf(String(value)) !== undefined;

const MAX_KEPT = 200;
const kept = new Map<string, RE2JS | null>();

/** A compiled RE2 pattern; null when RE2 cannot read it. */
function patternOf(text: string): RE2JS | null {
  const known = kept.get(text);
  if (known !== undefined) return known;
  if (kept.size >= MAX_KEPT) kept.clear();
  let pattern: RE2JS | null = null;
  try {
    pattern = RE2JS.compile(text);
  } catch {
    // An invalid pattern is reported to the author of the rule, by `ruleFlaw`.
  }
  kept.set(text, pattern);
  return pattern;
}
