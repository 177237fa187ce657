import { ALL, and, type Comparison, type Condition, compared, or, unknown, type Value } from "../model/condition.ts";
import { numberOf } from "../model/measures.ts";
import type { Element } from "../xml.ts";

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  PropertyIsEqualTo: "=",
  PropertyIsNotEqualTo: "!=",
  PropertyIsLessThan: "<",
  PropertyIsLessThanOrEqualTo: "<=",
  PropertyIsGreaterThan: ">",
  PropertyIsGreaterThanOrEqualTo: ">=",
};
const MIRRORED: Readonly<Record<Comparison, Comparison>> = { "=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

/** The condition of a filter of OGC Filter Encoding 1.0, 1.1 or 2.0. Functions and spatial operators are kept as text. */
export function conditionOf(filter: Element): Condition {
  const [only] = filter.children;
  return only ? read(only) : ALL;
}

function read(element: Element): Condition {
  const { name, children } = element;
  const comparison = COMPARISONS[name];
  if (comparison) return comparing(element, comparison);
  if (name === "And" || name === "Or") {
    const [first, ...others] = children.map(read);
    return first ? others.reduce(name === "And" ? and : or, first) : ALL;
  }
  if (name === "PropertyIsBetween") {
    const field = propertyOf(children[0]);
    const [low, high] = ["LowerBoundary", "UpperBoundary"].map((end) =>
      literalOf(children.find((child) => child.name === end)?.children[0]),
    );
    if (field === undefined || low === undefined || high === undefined) return unknown(textOfFilter(element));
    return and(compared(field, ">=", low), compared(field, "<=", high));
  }
  if (name === "PropertyIsNull" || name === "PropertyIsNil") {
    const field = propertyOf(children[0]);
    return field === undefined ? unknown(textOfFilter(element)) : { is: "values", field, values: [], hasNull: true };
  }
  return unknown(textOfFilter(element));
}

function comparing(element: Element, comparison: Comparison): Condition {
  const [left, right] = element.children;
  const field = propertyOf(left) ?? propertyOf(right);
  const value = literalOf(left) ?? literalOf(right);
  if (field === undefined || value === undefined) return unknown(textOfFilter(element));
  // The empty text and "equal to nothing" mean features without value in what QGIS writes.
  return compared(field, propertyOf(left) === undefined ? MIRRORED[comparison] : comparison, value);
}

export function propertyOf(element: Element | undefined): string | undefined {
  if (element?.name !== "PropertyName" && element?.name !== "ValueReference") return undefined;
  const path = element.text.trim();
  // Names may come with a prefix or a path: `app:zone/app:typezone`.
  return path.slice(path.lastIndexOf("/") + 1).replace(/^[\w-]+:/, "") || undefined;
}

function literalOf(element: Element | undefined): Value | undefined {
  if (element?.name !== "Literal") return undefined;
  const text = element.text.trim();
  // "01" and "1e3" are codes, not numbers; the type of the layer's field decides later.
  const number = numberOf(text);
  return number !== undefined && String(number) === text ? number : text;
}

/** A filter in short, for notes: `Not(PropertyIsLike nom A*)`. */
function textOfFilter({ name, text, children }: Element, depth = 0): string {
  const own = text.trim();
  if (name === "PropertyName" || name === "Literal" || name === "ValueReference") return own;
  if (depth > 4) return "…";
  return `${name}(${children
    .slice(0, 4)
    .map((child) => textOfFilter(child, depth + 1))
    .join(" ")}${own})`;
}
