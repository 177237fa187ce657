import {
  convertFilter,
  convertFunction,
  createExpression,
  type Feature,
  isExpression,
  latest,
  normalizePropertyExpression,
} from "@maplibre/maplibre-gl-style-spec";
import type { Value } from "../model/condition.ts";
import { recordOf, type StyleLayer } from "./json.ts";

/** The values of one field that expressions compare: each is a class, or the limit of one. */
export interface Domain {
  readonly values: Value[];
  readonly limits: number[];
  /** A colour or size changes continuously between the limits. */
  isRamp: boolean;
  /** How often the field is compared. */
  count: number;
}

/** Wrappers that do not change which value is meant. */
const WRAPPERS = new Set(["to-string", "to-number", "string", "number", "coalesce", "to-boolean", "boolean"]);
const ORDERS = new Set(["<", "<=", ">", ">="]);

/** The field that an expression reads, wrapped or not. */
export function fieldIn(expression: unknown): string | undefined {
  if (!Array.isArray(expression)) return undefined;
  const [operator, inner] = expression;
  if (operator === "get") return typeof inner === "string" ? inner : undefined;
  return typeof operator === "string" && WRAPPERS.has(operator) ? fieldIn(inner) : undefined;
}

const isValue = (one: unknown): one is Value => typeof one === "string" || typeof one === "number" || typeof one === "boolean";

/** Finds which fields an expression compares, and with what. */
export function collectDomains(expression: unknown, domains: Map<string, Domain>): void {
  if (!Array.isArray(expression)) return;
  const [operator, first, second] = expression;
  const add = (field: string | undefined, change: (domain: Domain) => void) => {
    if (field === undefined) return;
    const domain = domains.get(field) ?? { values: [], limits: [], isRamp: false, count: 0 };
    domains.set(field, domain);
    domain.count++;
    change(domain);
  };
  if (operator === "match") {
    const labels = expression
      .slice(2, -1)
      .filter((_, index) => index % 2 === 0)
      .flat();
    add(fieldIn(first), ({ values }) => values.push(...labels.filter(isValue)));
  } else if (operator === "step") {
    add(fieldIn(first), ({ limits }) => limits.push(...numbers(expression.slice(3))));
  } else if (operator === "interpolate" || operator === "interpolate-hcl" || operator === "interpolate-lab") {
    add(fieldIn(second), (domain) => {
      domain.limits.push(...numbers(expression.slice(3)));
      domain.isRamp = true;
    });
  } else if (operator === "==" || operator === "!=") {
    const [field, value] = fieldIn(first) === undefined ? [fieldIn(second), first] : [fieldIn(first), second];
    add(field, ({ values }) => isValue(value) && values.push(value));
  } else if (operator === "in") {
    const list: unknown = Array.isArray(second) && second[0] === "literal" ? second[1] : null;
    if (Array.isArray(list)) add(fieldIn(first), ({ values }) => values.push(...list.filter(isValue)));
  } else if (typeof operator === "string" && ORDERS.has(operator)) {
    const [field, value] = fieldIn(first) === undefined ? [fieldIn(second), first] : [fieldIn(first), second];
    add(field, ({ limits }) => typeof value === "number" && limits.push(value));
  }
  for (const part of expression.slice(1)) collectDomains(part, domains);
}

const numbers = (stops: readonly unknown[]) => stops.filter((_, index) => index % 2 === 0).filter((one) => typeof one === "number");

/** An old function (`{property, stops}`) as an expression; other values as they are. */
export function modern(value: unknown, type: string, kind: "paint" | "layout", name: string): unknown {
  const spec = specOf(type, kind, name);
  if (!recordOf(value) || !spec) return value;
  try {
    return convertFunction(value, spec);
  } catch {
    return undefined;
  }
}

export function modernFilter(filter: unknown): unknown {
  try {
    return Array.isArray(filter) ? convertFilter(filter as Parameters<typeof convertFilter>[0]) : filter;
  } catch {
    return undefined;
  }
}

/** `let` may double the work with each name, so that a short text would take hours. */
function isSafe(expression: unknown): boolean {
  if (!Array.isArray(expression)) return true;
  return expression[0] !== "let" && expression[0] !== "var" && expression.every(isSafe);
}

function specOf(type: string, kind: "paint" | "layout", name: string): Spec | undefined {
  const groups: Readonly<Record<string, unknown>> = latest;
  const group = recordOf(groups[`${kind}_${type}`]);
  return group && Object.hasOwn(group, name) ? (group[name] as Spec) : undefined;
}

export interface Sample {
  readonly zoom: number;
  readonly feature: Feature;
}

type Spec = Parameters<typeof normalizePropertyExpression>[2];

/** Computes a property of a layer for a feature as MapLibre does; undefined when the layer lacks it, or it cannot be computed. */
export function valueAt(layer: StyleLayer, kind: "paint" | "layout", name: string, sample: Sample): unknown {
  const spec = specOf(layer.type, kind, name);
  const value = layer[kind][name];
  if (!spec || value === undefined || !isSafe(value)) return undefined;
  try {
    if (isExpression(value)) return computed(value, name, spec, sample);
    return normalizePropertyExpression(value as Parameters<typeof normalizePropertyExpression>[0], name, spec).evaluate(
      { zoom: sample.zoom },
      sample.feature,
    );
  } catch {
    return undefined;
  }
}

/** Without the library's own handling of errors, which writes a warning for each: files of others would fill the log. */
function computed(value: unknown, name: string, spec: Spec | typeof FILTER, { zoom, feature }: Sample): unknown {
  const expression = createExpression(value, name, spec as Spec);
  return expression.result === "success" ? expression.value.evaluateWithoutErrorHandling({ zoom }, feature) : undefined;
}

const FILTER = {
  type: "boolean",
  default: false,
  transition: false,
  "property-type": "data-driven",
  expression: { interpolated: false, parameters: ["zoom", "feature"] },
} as const;

/** Whether the filter of a layer, in modern form, lets a feature through; null when it cannot be computed. */
export function passes({ filter }: StyleLayer, sample: Sample): boolean | null {
  if (filter === undefined || filter === true) return true;
  if (!isSafe(filter)) return null;
  try {
    const found = computed(filter, "filter", FILTER, sample);
    return typeof found === "boolean" ? found : null;
  } catch {
    // A comparison with a missing value lets nothing through.
    return false;
  }
}
