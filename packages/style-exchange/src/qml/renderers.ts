import { paintOfQgis } from "../model/colour.ts";
import { ALL, and, type Condition, ELSE, textOf, unknown } from "../model/condition.ts";
import type { Rule, Special } from "../model/drawing.ts";
import { type Geometry, lookOf } from "../model/look.ts";
import { numberOf, pixels, zoomsOf } from "../model/measures.ts";
import type { Notes, Place } from "../model/notes.ts";
import { LIMITS, StyleFileError } from "../model/style-file-error.ts";
import { all, at, type Element } from "../xml.ts";
import { conditionOf, fieldOf } from "./expression.ts";
import { optionsOf } from "./options.ts";
import { symbolLayers } from "./symbols.ts";

export interface Rendered {
  readonly rules: readonly Rule[];
  readonly special?: Special | undefined;
}

interface Reading {
  readonly notes: Notes;
  readonly geometry: Geometry;
  readonly symbols: ReadonlyMap<string, Element>;
}

/** The rules of a QGIS renderer. Each renderer but those that gather points is a list of conditions and symbols. */
export function readRenderer(renderer: Element, geometry: Geometry, notes: Notes, depth = 0): Rendered {
  const symbols = new Map(all(at(renderer, "symbols"), "symbol").map((symbol) => [symbol.attributes.name ?? "", symbol]));
  const reading = { notes, geometry, symbols };
  const type = renderer.attributes.type ?? "";
  const inner = at(renderer, "renderer-v2");
  if (renderer.attributes.usingSymbolLevels === "1" || renderer.attributes.symbollevels === "1")
    notes.add("property-left", {}, { name: "symbol levels" });
  switch (type) {
    case "singleSymbol":
      return { rules: [ruleOf(reading, { symbol: "0", place: {} }, ALL)] };
    case "categorizedSymbol":
      return { rules: categories(renderer, reading) };
    case "graduatedSymbol":
      return { rules: ranges(renderer, reading) };
    case "RuleRenderer":
      return { rules: nested(renderer, reading) };
    case "nullSymbol":
      throw new StyleFileError("style-file-nothing", { reason: type });
    case "heatmapRenderer":
      return { rules: [], special: heat(renderer, notes) };
    default:
  }
  if (!inner || depth > 3) {
    notes.add("renderer-unknown", {}, { name: type });
    const [symbol] = symbols.keys();
    return { rules: symbol === undefined ? [] : [ruleOf(reading, { symbol, place: {} }, ALL)] };
  }
  const rendered = readRenderer(inner, geometry, notes, depth + 1);
  if (type === "pointCluster") {
    const distance = numberOf(renderer.attributes.tolerance) ?? 3;
    const distancePx = pixels(distance, renderer.attributes.toleranceUnit ?? "MM");
    if (distancePx === undefined) notes.add("map-units", {}, { unit: renderer.attributes.toleranceUnit ?? "" });
    // The renderer's own symbol draws the discs; its layers say their colour.
    const own = all(renderer, "symbol")[0];
    const disc = own && lookOf(symbolLayers(own, { notes: notes, place: {} }), "point", notes, {});
    return { ...rendered, special: { kind: "clusters", distancePx: distancePx ?? 50, colour: disc?.colour } };
  }
  notes.add(
    type === "invertedPolygonRenderer" ? "inverted-left" : type === "pointDisplacement" ? "displacement-left" : "renderer-unknown",
    {},
    { name: type },
  );
  return rendered;
}

function ruleOf(
  { notes, geometry, symbols }: Reading,
  { symbol, place, title }: { symbol: string | undefined; place: Place; title?: string | undefined },
  condition: Condition,
): Rule {
  const found = symbols.get(symbol ?? "");
  if (!found) notes.add("no-symbol", place);
  const look = found ? lookOf(symbolLayers(found, { notes, place }), geometry, notes, place) : null;
  if (found && !look && drawsElsewhere(found, geometry)) notes.add("wrong-geometry", place, { geometry });
  return { place, ...(title && { title }), condition, look };
}

const SYMBOL_OF: Readonly<Record<Geometry, string>> = { point: "marker", line: "line", polygon: "fill" };
const drawsElsewhere = ({ attributes }: Element, geometry: Geometry) =>
  attributes.type !== undefined && attributes.type !== SYMBOL_OF[geometry];

function categories(renderer: Element, reading: Reading): Rule[] {
  const attribute = renderer.attributes.attr ?? "";
  const field = fieldOf(attribute);
  const found = atMost(all(at(renderer, "categories"), "category"));
  return found.flatMap((category, index) => {
    const { value = "", type = "", symbol, render } = category.attributes;
    const title = category.attributes.label;
    const place = { rule: index + 1, title: title || value };
    if (render === "false") {
      reading.notes.add("switched-off", place);
      return [];
    }
    const list = all(category, "val").map((one) => typedValue(one.attributes.value ?? "", one.attributes.type ?? ""));
    const values = list.length > 0 ? list : [typedValue(value, type)];
    const named = values.filter((one) => one !== null);
    // A category without value is QGIS's class of all other values.
    const isRest = list.length === 0 && (type === "NULL" || value === "");
    const condition: Condition =
      field === undefined
        ? unknown(attribute)
        : isRest
          ? ELSE
          : { is: "values", field, values: named, ...(named.length < values.length && { hasNull: true }) };
    return [ruleOf(reading, { symbol, place, title }, condition)];
  });
}

function typedValue(value: string, type: string): string | number | boolean | null {
  if (type === "NULL") return null;
  if (type === "bool") return value === "true" || value === "1";
  const number = ["int", "integer", "double", "longlong", "long", "uint"].includes(type.toLowerCase()) ? numberOf(value) : undefined;
  return number ?? value;
}

function ranges(renderer: Element, reading: Reading): Rule[] {
  const attribute = renderer.attributes.attr ?? "";
  const field = fieldOf(attribute);
  return atMost(all(at(renderer, "ranges"), "range"))
    .map((range) => ({ range, lower: numberOf(range.attributes.lower), upper: numberOf(range.attributes.upper) }))
    .toSorted((a, b) => (a.lower ?? 0) - (b.lower ?? 0))
    .flatMap(({ range, lower, upper }, index) => {
      const title = range.attributes.label;
      const place = { rule: index + 1, title };
      if (range.attributes.render === "false") {
        reading.notes.add("switched-off", place);
        return [];
      }
      const condition: Condition =
        field === undefined || lower === undefined || upper === undefined
          ? unknown(attribute)
          : { is: "range", field, range: { from: lower, ...(index > 0 && { isFromOpen: true }), to: upper, isToClosed: true } };
      return [ruleOf(reading, { symbol: range.attributes.symbol, place, title }, condition)];
    });
}

/** The rules of a rule-based renderer; a rule inside another one needs the conditions of both. */
function nested(renderer: Element, reading: Reading): Rule[] {
  const found: Rule[] = [];
  let number = 0;
  const walk = (parent: Element, outer: Condition, zooms: { minZoom?: number; maxZoom?: number }) => {
    for (const rule of all(parent, "rule")) {
      number++;
      if (number > LIMITS.rules) throw new StyleFileError("style-file-too-many-rules", { max: LIMITS.rules });
      const { filter = "", label, symbol, checkstate, scalemindenom, scalemaxdenom } = rule.attributes;
      const place = { rule: number, title: label };
      if (checkstate === "0") {
        reading.notes.add("switched-off", place);
        continue;
      }
      const condition = and(outer, conditionOf(filter));
      const own = { ...zooms, ...zoomsOf(numberOf(scalemindenom), numberOf(scalemaxdenom)) };
      if (symbol !== undefined) {
        if (all(rule, "rule").length > 0) reading.notes.add("drawn-above", place);
        found.push({ ...ruleOf(reading, { symbol, place, title: label }, condition), ...own });
      } else if (all(rule, "rule").length === 0) reading.notes.add("no-symbol", place);
      walk(rule, condition.is === "unknown" ? unknown(textOf(condition)) : condition, own);
    }
  };
  walk(at(renderer, "rules") ?? renderer, ALL, {});
  return found;
}

function heat(renderer: Element, notes: Notes): Special {
  const { radius, radius_unit: unit = "0", weight_expression: weight = "" } = renderer.attributes;
  const field = fieldOf(weight);
  if (weight && field === undefined) notes.add("expression-left", {}, { expression: weight });
  // The units of this renderer are numbers: millimetres, map units, pixels…
  const units: Readonly<Record<string, string>> = { "0": "MM", "1": "MapUnit", "2": "Pixel", "4": "Point", "5": "Inch" };
  const radiusPx = pixels(numberOf(radius) ?? 10, units[unit] ?? unit);
  if (radiusPx === undefined) notes.add("map-units", {}, { unit: "MapUnit" });
  return { kind: "heat", field, radiusPx: radiusPx ?? 30, colours: rampColours(at(renderer, "colorramp"), notes) };
}

function rampColours(ramp: Element | undefined, notes: Notes): string[] {
  const { color1, color2, stops = "" } = ramp ? optionsOf(ramp) : {};
  const paints = [color1, ...stops.split(":").map((stop) => stop.slice(stop.indexOf(";") + 1).split(";")[0] ?? ""), color2];
  const colours = paints.flatMap((text) => {
    if (!text) return [];
    const paint = paintOfQgis(text);
    if (!paint) notes.add("colour-unreadable", {}, { value: text });
    return paint ? [paint.colour] : [];
  });
  if (colours.length <= 9) return colours;
  return Array.from({ length: 9 }, (_, index) => colours[Math.round((index / 8) * (colours.length - 1))] ?? "#000000");
}

function atMost<T>(items: readonly T[]): readonly T[] {
  if (items.length > LIMITS.rules) throw new StyleFileError("style-file-too-many-rules", { max: LIMITS.rules });
  return items;
}
