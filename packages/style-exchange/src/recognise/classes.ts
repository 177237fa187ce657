import { type CategorisedStyle, type GraduatedStyle, MAX_CATEGORIES, MAX_STOPS } from "@archipel/map-style/layer-style.ts";
import type { Range, Value } from "../model/condition.ts";
import type { Rule } from "../model/drawing.ts";
import type { Notes } from "../model/notes.ts";
import { isNumeric, type LayerField } from "./fields.ts";
import { type Looked, NO_COLOUR, partsOf } from "./look-parts.ts";

/** A rule whose condition is of one kind, and that draws something. */
export interface ValuesRule extends Looked {
  readonly title?: string | undefined;
  readonly values: readonly Value[];
  readonly hasNull?: boolean | undefined;
}
export interface RangeRule extends Looked {
  readonly title?: string | undefined;
  readonly range: Range;
}

const MAX_TEXT = 120;
/** Titles of files are texts of the legend. */
const legendText = (title: string | undefined) => title?.trim().slice(0, MAX_TEXT) || undefined;

/** The features that no class draws. */
function restOf(rest: Rule | undefined): Pick<CategorisedStyle, "other" | "otherLabel" | "isOtherHidden"> {
  if (!rest?.look) return { isOtherHidden: true };
  const otherLabel = legendText(rest.title);
  return { other: rest.look.colour ?? NO_COLOUR, ...(otherLabel && { otherLabel }) };
}

/** A class per value; a rule for several values becomes as many classes of one look. */
export function categorisedOf(rules: readonly ValuesRule[], rest: Rule | undefined, field: LayerField, notes: Notes): CategorisedStyle {
  const seen = new Set<string>();
  const classes = rules.flatMap((rule) => {
    if (rule.values.length > 1) notes.add("combined-values", rule.place, { count: rule.values.length });
    return rule.values.flatMap((value) => {
      const typed = typedValue(value, field);
      if (seen.has(String(typed))) return [];
      seen.add(String(typed));
      return [{ ...rule, value: typed }];
    });
  });
  if (classes.length > MAX_CATEGORIES) notes.add("too-many-classes", {}, { count: classes.length, max: MAX_CATEGORIES });
  const kept = classes.slice(0, MAX_CATEGORIES);
  const { appearance, own } = partsOf(kept, notes);
  return {
    kind: "categorised",
    column: field.column,
    appearance,
    categories: kept.map(({ value, title }, index) => {
      const text = legendText(title);
      return { ...own[index], value, colour: own[index]?.colour ?? NO_COLOUR, ...(text && text !== String(value) && { label: text }) };
    }),
    ...restOf(rest),
  };
}

function typedValue(value: Value, field: LayerField): Value {
  if (isNumeric(field) && typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))) return Number(value);
  if (field.type === "boolean") return typeof value === "string" ? value === "true" || value === "1" : value === 1 || value === true;
  return field.type === "text" ? String(value) : value;
}

/** Null when fewer than two classes are left. */
export function graduatedOf(rules: readonly RangeRule[], rest: Rule | undefined, field: LayerField, notes: Notes): GraduatedStyle | null {
  const limits = rules.map((rule) => ({ ...rule, ...limitsOf(rule.range, field) })).toSorted((a, b) => a.from - b.from);
  const classes = limits.filter(({ from }, index) => index === 0 || from !== limits[index - 1]?.from);
  if (classes.length < limits.length) notes.add("classes-overlap", {}, { count: limits.length - classes.length });
  for (const [index, { to, place }] of classes.entries()) {
    const next = classes[index + 1]?.from;
    if (next === undefined || to === undefined) continue;
    if (to < next) notes.add("classes-gap", place, { from: to, to: next });
    if (to > next) notes.add("classes-overlap", place, { count: 1 });
  }
  const isMoved = classes.some(({ range }, index) => index > 0 && range.isFromOpen) && field.type !== "integer";
  if (isMoved) notes.add("limits-moved", {}, { field: field.label ?? field.name });
  if (classes.length > MAX_STOPS) notes.add("too-many-classes", {}, { count: classes.length, max: MAX_STOPS });
  const kept = classes.slice(0, MAX_STOPS);
  if (kept.length < 2) return null;
  const { appearance, own } = partsOf(kept, notes);
  return {
    kind: "graduated",
    column: field.column,
    appearance,
    stops: kept.map(({ from, title }, index) => {
      const text = legendText(title);
      return { ...own[index], from, colour: own[index]?.colour ?? NO_COLOUR, ...(text && { label: text }) };
    }),
    method: "manual",
    ...restOf(rest),
  };
}

/**
 * The limits of a class of ours, which begins with its own lower limit and ends before the next one. Classes of whole numbers that begin
 * after their limit begin with the next number: each value stays in its class.
 */
function limitsOf(range: Range, field: LayerField): { from: number; to: number | undefined } {
  const isWhole = field.type === "integer";
  const { from, to, start } = range;
  const begins = from ?? start ?? belowOf(to);
  const ends = to === undefined ? undefined : isWhole && range.isToClosed ? Math.floor(to) + 1 : to;
  return { from: isWhole && range.isFromOpen ? Math.floor(begins) + 1 : begins, to: ends };
}

/** A beginning for a class that the file leaves open below. */
function belowOf(to: number | undefined): number {
  if (to === undefined || to > 0) return 0;
  return to - Math.max(1, Math.abs(to));
}
