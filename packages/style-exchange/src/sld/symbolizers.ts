import type { Pattern } from "@archipel/map-style/patterns.ts";
import { type Paint, paintOfHex } from "../model/colour.ts";
import type { Stroke, SymbolLayer } from "../model/look.ts";
import { pictogramOf, pictureName, shapeOf } from "../model/marks.ts";
import { numberOf } from "../model/measures.ts";
import type { Notes, Place } from "../model/notes.ts";
import { all, at, type Element, textAt } from "../xml.ts";

interface Reading {
  readonly notes: Notes;
  readonly place: Place;
}

/** Units of SLD 1.1: pixels by default. */
function isInPixels(symbolizer: Element): boolean {
  const { uom } = symbolizer.attributes;
  return uom === undefined || /pixel$/i.test(uom);
}

/** What a symbolizer draws, bottom first. Texts and rasters are read elsewhere. */
export function layersOf(symbolizer: Element, reading: Reading): SymbolLayer[] {
  if (!isInPixels(symbolizer)) reading.notes.add("map-units", reading.place, { unit: symbolizer.attributes.uom ?? "" });
  if (at(symbolizer, "Geometry")?.children.some(({ name }) => name === "Function"))
    reading.notes.add("expression-left", reading.place, { expression: "Geometry" });
  if (at(symbolizer, "PerpendicularOffset") ?? at(symbolizer, "Displacement") ?? at(symbolizer, "Graphic/Displacement"))
    reading.notes.add("offset-left", reading.place);
  if (symbolizer.name === "PolygonSymbolizer") return areaLayers(symbolizer, reading);
  if (symbolizer.name === "LineSymbolizer") {
    const stroke = strokeOf(at(symbolizer, "Stroke") ?? symbolizer, reading);
    return stroke ? [{ kind: "stroke", stroke }] : [];
  }
  return markLayers(at(symbolizer, "Graphic"), reading);
}

function areaLayers(symbolizer: Element, reading: Reading): SymbolLayer[] {
  const fill = at(symbolizer, "Fill");
  const strokeElement = at(symbolizer, "Stroke");
  const stroke = strokeElement && strokeOf(strokeElement, reading);
  const graphic = at(fill, "GraphicFill/Graphic");
  if (!fill) return stroke ? [{ kind: "stroke", stroke }] : [];
  if (graphic) return [{ ...patternLayer(graphic, reading), ...(stroke && { stroke }) }];
  const { colour, opacity } = fillOf(fill, reading);
  return [{ kind: "fill", colour, opacity, ...(stroke && { stroke }) }];
}

/** Hatches by their mark's name, in QGIS's, GeoServer's and our own terms. */
const PATTERNS: Readonly<Record<string, Pattern>> = {
  slash: "hatch",
  backslash: "hatch-back",
  times: "cross",
  x: "cross",
  cross: "cross",
  plus: "cross",
  dot: "dots",
  circle: "dots",
  horline: "hatch",
  vertline: "hatch-back",
};
const EXACT = new Set(["slash", "backslash", "times", "x", "dot", "circle"]);
/** Hatches nearer than this are dense. Ours are 8 and 4 pixels apart. */
const DENSE_PX = 5;

function patternLayer(graphic: Element, reading: Reading): SymbolLayer {
  const { notes, place } = reading;
  const mark = at(graphic, "Mark");
  const href = at(graphic, "ExternalGraphic/OnlineResource")?.attributes.href;
  if (!mark) {
    notes.add("picture-left", place, { name: pictureName(href ?? "") });
    return { kind: "fill", colour: "#808080", opacity: 0.5 };
  }
  const name = (textAt(mark, "WellKnownName") ?? "square").toLowerCase().replace(/^(?:shape|brush|qgis):\/\//, "");
  const size = numberIn(graphic, "Size", reading);
  const turn = numberIn(graphic, "Rotation", reading) ?? 0;
  const line = name === "horline" ? turn : name === "vertline" ? turn + 90 : undefined;
  const angle = line === undefined ? undefined : ((line % 180) + 180) % 180;
  const known: Pattern = angle === undefined ? (PATTERNS[name] ?? "dots") : angle > 90 ? "hatch-back" : "hatch";
  const isDense = known === "hatch" && size !== undefined && size < DENSE_PX;
  const pattern: Pattern = isDense ? "hatch-dense" : known;
  const isExact = angle === undefined ? EXACT.has(name) : Math.abs(angle - (angle > 90 ? 135 : 45)) <= 23;
  if (!isExact) notes.add("fill-pattern", place, { name: angle === undefined ? name : `${Math.round(angle)}°`, pattern });
  const strokeElement = at(mark, "Stroke");
  const fillElement = at(mark, "Fill");
  const paint = strokeElement ? strokeOf(strokeElement, reading) : undefined;
  const { colour, opacity } =
    (fillElement && pattern === "dots" ? fillOf(fillElement, reading) : paint) ??
    (fillElement ? fillOf(fillElement, reading) : { colour: "#000000", opacity: 1 });
  return { kind: "pattern", pattern, colour, opacity };
}

function markLayers(graphic: Element | undefined, reading: Reading): SymbolLayer[] {
  const { notes, place } = reading;
  const opacity = numberIn(graphic, "Opacity", reading) ?? 1;
  const radiusPx = (numberIn(graphic, "Size", reading) ?? 6) / 2;
  const href = at(graphic, "ExternalGraphic/OnlineResource")?.attributes.href;
  const turn = numberIn(graphic, "Rotation", reading) ?? 0;
  const mark = at(graphic, "Mark");
  if (turn % 360 !== 0) notes.add("rotation-left", place, { angle: Math.round(turn % 360) });
  const colours = mark && { ...fillOf(at(mark, "Fill"), reading) };
  const strokeElement = at(mark, "Stroke");
  const stroke = strokeElement && strokeOf(strokeElement, reading);
  if (href !== undefined) {
    const icon = pictogramOf(href);
    notes.add(icon ? "svg-icon" : "svg-shape", place, { name: pictureName(href), icon: icon ?? "circle" });
    const { colour } = colours ?? parametric(href);
    return [{ kind: "mark", icon: icon ?? "circle", colour, opacity, radiusPx, stroke }];
  }
  const name = textAt(mark, "WellKnownName") ?? "square";
  const { icon, isSame } = shapeOf(name);
  if (!isSame) notes.add("shape-replaced", place, { name, icon });
  const paint = colours ?? { colour: "#808080", opacity: 1 };
  return [{ kind: "mark", icon, colour: paint.colour, opacity: paint.opacity * opacity, radiusPx, stroke }];
}

/** The colour in the address of a parametric SVG of QGIS. */
function parametric(href: string): Paint {
  const fill = /[?&]fill=(?:%23|#)([0-9a-f]{6})/i.exec(href)?.[1];
  return { colour: fill ? `#${fill.toLowerCase()}` : "#808080", opacity: 1 };
}

/** The grey of the standard, where a fill has no colour. */
function fillOf(fill: Element | undefined, reading: Reading): Paint {
  const paint = paintIn(fill, "fill", reading);
  return { colour: paint?.colour ?? "#808080", opacity: (parameterNumber(fill, "fill-opacity", reading) ?? 1) * (paint?.opacity ?? 1) };
}

function strokeOf(stroke: Element, reading: Reading): Stroke {
  if (at(stroke, "GraphicStroke") ?? at(stroke, "GraphicFill"))
    reading.notes.add("symbol-unknown", reading.place, { name: "GraphicStroke" });
  const paint = paintIn(stroke, "stroke", reading) ?? graphicPaint(stroke, reading);
  const dashes = (parameter(stroke, "stroke-dasharray", reading) ?? "").split(/[\s,]+/).flatMap((one) => numberOf(one) ?? []);
  return {
    colour: paint?.colour ?? "#000000",
    opacity: (parameterNumber(stroke, "stroke-opacity", reading) ?? 1) * (paint?.opacity ?? 1),
    widthPx: parameterNumber(stroke, "stroke-width", reading) ?? 1,
    dashPx: dashes.length > 0 ? dashes : undefined,
  };
}

function graphicPaint(stroke: Element, reading: Reading): Paint | undefined {
  const mark = at(stroke, "GraphicStroke/Graphic/Mark");
  return mark && (paintIn(at(mark, "Fill"), "fill", reading) ?? paintIn(at(mark, "Stroke"), "stroke", reading));
}

/** The text of `CssParameter` (1.0) or `SvgParameter` (1.1); an expression instead of a constant is left out, with a note. */
function parameter(owner: Element | undefined, name: string, { notes, place }: Reading): string | undefined {
  const found = [...all(owner, "SvgParameter"), ...all(owner, "CssParameter")].find(({ attributes }) => attributes.name === name);
  if (!found) return undefined;
  const literal = constantIn(found);
  if (literal === undefined) notes.add("expression-left", place, { expression: name });
  return literal;
}

export function paintIn(owner: Element | undefined, name: string, reading: Reading): Paint | undefined {
  const text = parameter(owner, name, reading);
  if (text === undefined) return undefined;
  const paint = paintOfHex(text);
  if (!paint) reading.notes.add("colour-unreadable", reading.place, { value: text });
  return paint;
}

export function parameterNumber(owner: Element | undefined, name: string, reading: Reading): number | undefined {
  const text = parameter(owner, name, reading);
  const value = numberOf(text?.replace(/\s*px$/i, ""));
  if (text !== undefined && value === undefined) reading.notes.add("property-left", reading.place, { name: `${name}: ${text}` });
  return value;
}

export function numberIn(owner: Element | undefined, path: string, { notes, place }: Reading): number | undefined {
  const found = at(owner, path);
  if (!found) return undefined;
  const literal = constantIn(found);
  const value = numberOf(literal);
  if (literal === undefined) notes.add("expression-left", place, { expression: path });
  else if (value === undefined) notes.add("property-left", place, { name: `${path}: ${literal}` });
  return value;
}

/** The element's own text, or its literal. */
function constantIn(element: Element): string | undefined {
  const [only, ...others] = element.children;
  if (!only) return element.text.trim();
  return only.name === "Literal" && others.length === 0 ? only.text.trim() : undefined;
}
