import type { ExpressionSpecification } from "@maplibre/maplibre-gl-style-spec";
import type { Appearance, ClassSymbol, StatedStyle } from "../layer-style.ts";
import type { Varying } from "./drawing.ts";

/** Colour of features that no class covers. */
export const OTHER_COLOUR = "#8d979e";

type ClassLook = ClassSymbol & { colour?: string | undefined };

/** The appearance of a class: its own, then that of the layer. */
export function lookOf(appearance: Appearance | undefined, own: ClassLook): Appearance {
  const { outline, opacity, widthPx, radiusPx, pattern, icon, dash, colour } = own;
  const defined = Object.entries({ outline, opacity, widthPx, radiusPx, pattern, icon, dash, colour }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...appearance, ...Object.fromEntries(defined) };
}

/** The appearance of features that no class covers. */
function otherLook(style: StatedStyle): Appearance {
  const { colour, ...appearance } = style.appearance ?? {};
  if (style.kind === "categorised") return { ...appearance, colour: style.other ?? colour };
  if (style.kind === "graduated") return { ...appearance, colour: style.other ?? OTHER_COLOUR };
  return { ...appearance, colour };
}

/** The appearances of all classes, in the order of the legend. */
export function classLooks(style: StatedStyle): Appearance[] {
  if (style.kind === "categorised") return style.categories.map((one) => lookOf(style.appearance, one));
  if (style.kind === "graduated") return style.stops.toSorted((a, b) => a.from - b.from).map((one) => lookOf(style.appearance, one));
  return [style.appearance ?? {}];
}

/** A property of the appearance as MapLibre computes it for each feature; a plain value when all classes have the same. */
export function byClass<Value extends string | number | boolean>(
  style: StatedStyle,
  read: (look: Appearance) => Value,
): Value | ExpressionSpecification {
  return varying(style, read, (value) => value);
}

/** The same for lists of numbers, which expressions write as literals. */
export function listByClass(style: StatedStyle, read: (look: Appearance) => readonly number[]): number[] | ExpressionSpecification {
  const lists = new Map<string, readonly number[]>();
  const found = varying(
    style,
    (look) => {
      const list = read(look);
      lists.set(list.join(), list);
      return list.join();
    },
    (key) => ["literal", [...(lists.get(key) ?? [])]] as unknown[] as ExpressionSpecification,
  );
  return Array.isArray(found) ? (found as ExpressionSpecification) : [...(lists.get(String(found)) ?? [])];
}

/** @param written the value as a part of an expression */
function varying<Value extends string | number | boolean>(
  style: StatedStyle,
  read: (look: Appearance) => Value,
  written: (value: Value) => Value | ExpressionSpecification,
): Value | ExpressionSpecification {
  const values = classLooks(style).map(read);
  const other = read(otherLook(style));
  const [first = other] = values;
  if (style.kind !== "categorised" && style.kind !== "graduated") return first;
  if (values.every((value) => value === other)) return other;
  if (style.kind === "graduated") {
    const stops = style.stops.toSorted((a, b) => a.from - b.from);
    // Two limits may be equal while a person types, and MapLibre refuses a step that does not ascend.
    const steps = new Map(stops.slice(1).map((stop, index) => [stop.from, values[index + 1] ?? first]));
    const flat = [...steps].flatMap(([from, value]) => [from, written(value)]);
    const classes = ["step", ["get", style.column], written(first), ...flat];
    // Features without a value, merged ones and those never reviewed have no class.
    return ["case", hasNumber(style.column), classes, written(other)] as unknown[] as ExpressionSpecification;
  }
  const cases = new Map<string, Value>();
  style.categories.forEach(({ value }, index) => {
    const found = values[index];
    if (found !== undefined && !cases.has(String(value))) cases.set(String(value), found);
  });
  return byText(style.column, new Map([...cases].map(([value, found]) => [value, written(found)])), written(other));
}

/** MapLibre keeps the labels of a `match` as names in an object, and refuses those that every object has: `constructor`, `__proto__`. */
function byText(column: string, cases: ReadonlyMap<string, unknown>, other: unknown): ExpressionSpecification {
  const text = valueText(column);
  const isRefused = [...cases.keys()].some((value) => value in {});
  const flat = [...cases].flatMap(([value, found]) => [isRefused ? ["==", text, value] : value, found]);
  return (isRefused ? ["case", ...flat, other] : ["match", text, ...flat, other]) as unknown[] as ExpressionSpecification;
}

const valueText = (column: string): ExpressionSpecification => ["to-string", ["get", column]];
export const hasNumber = (column: string): ExpressionSpecification => ["==", ["typeof", ["get", column]], "number"];

/** Leaves out features that the style does not draw. */
export function drawnFilter(style: StatedStyle): Varying<boolean> {
  if (style.kind === "proportional") return hasNumber(style.column);
  if (style.kind === "graduated" && style.isOtherHidden) return hasNumber(style.column);
  if (style.kind === "categorised" && style.isOtherHidden) {
    const values = [...new Set(style.categories.map(({ value }) => String(value)))];
    return ["in", valueText(style.column), ["literal", values]];
  }
  return true;
}
