import type { Pattern } from "@archipel/map-style/patterns.ts";
import { type Paint, paintOfQgis } from "../model/colour.ts";
import type { Stroke, SymbolLayer } from "../model/look.ts";
import { pictogramOf, pictureName, shapeOf } from "../model/marks.ts";
import { numberOf, pixels } from "../model/measures.ts";
import type { Notes, Place } from "../model/notes.ts";
import { all, at, type Element } from "../xml.ts";
import { dataDefined, optionsOf } from "./options.ts";

/** Millimetres that QGIS draws when a width is 0: a hairline. */
const HAIRLINE_PX = 1;
const DENSE_PX = 4.5;
/** Depth of symbols inside symbols: the line of a hatch, the fill of a marker. */
const MAX_INNER = 4;

interface Reading {
  readonly notes: Notes;
  readonly place: Place;
}

/** The layers of a QGIS symbol, bottom first, with what each lost. */
export function symbolLayers(symbol: Element, reading: Reading, inner = 0): SymbolLayer[] {
  if (inner > MAX_INNER) return [];
  const alpha = numberOf(symbol.attributes.alpha) ?? 1;
  const { notes, place } = reading;
  for (const { property } of dataDefinedOf(symbol)) notes.add("data-defined", place, { property });
  return all(symbol, "layer")
    .filter(({ attributes }) => attributes.enabled !== "0")
    .flatMap((layer) => {
      const kind = layer.attributes.class ?? "";
      const read = CLASSES[kind];
      const options = optionsOf(layer);
      for (const { property } of dataDefined(layer)) if (property !== "enabled") notes.add("data-defined", place, { property });
      if (options.offset !== undefined && !/^0(?:\.0+)?(?:,0(?:\.0+)?)?$/.test(options.offset)) notes.add("offset-left", place);
      if (!read) {
        notes.add("symbol-unknown", place, { name: kind });
        return innerLayers(layer, reading, inner);
      }
      return read(new Options(options, reading), layer, inner).map((one) => faded(one, alpha));
    });
}

function dataDefinedOf(symbol: Element) {
  return dataDefined(symbol).filter(({ property }) => property !== "enabled");
}

function innerLayers(layer: Element, reading: Reading, inner: number): SymbolLayer[] {
  const symbol = at(layer, "symbol");
  return symbol ? symbolLayers(symbol, reading, inner + 1) : [];
}

function faded(layer: SymbolLayer, alpha: number): SymbolLayer {
  const stroke = "stroke" in layer && layer.stroke ? { ...layer.stroke, opacity: layer.stroke.opacity * alpha } : undefined;
  if (layer.kind === "stroke") return { ...layer, ...(stroke && { stroke }) };
  return { ...layer, opacity: layer.opacity * alpha, stroke };
}

/** Typed access to the properties of a symbol layer. */
class Options {
  readonly #values: Readonly<Record<string, string>>;
  readonly reading: Reading;

  constructor(values: Readonly<Record<string, string>>, reading: Reading) {
    this.#values = values;
    this.reading = reading;
  }

  text(...names: readonly string[]): string | undefined {
    for (const name of names) if (Object.hasOwn(this.#values, name)) return this.#values[name];
    return undefined;
  }

  number(name: string, fallback: number): number {
    return numberOf(this.text(name)) ?? fallback;
  }

  note(code: Parameters<Notes["add"]>[0], params: Record<string, string | number> = {}): void {
    this.reading.notes.add(code, this.reading.place, params);
  }

  paint(...names: readonly string[]): Paint {
    const text = this.text(...names);
    const paint = text === undefined ? undefined : paintOfQgis(text);
    if (!paint && text !== undefined) this.note("colour-unreadable", { value: text });
    return paint ?? { colour: "#808080", opacity: 1 };
  }

  /** A length in pixels; map units count as millimetres, with a note. */
  length(name: string, fallback: number, unitName = `${name}_unit`): number {
    const unit = this.text(unitName) ?? "MM";
    const value = this.number(name, fallback);
    const found = pixels(value, unit);
    if (found === undefined) this.note("map-units", { unit });
    return found ?? pixels(value, "MM") ?? value;
  }

  /** The outline of areas and markers, or a line itself (`line`). */
  stroke(prefix: "outline" | "line"): Stroke | undefined {
    const style = this.text(`${prefix}_style`, "style_border") ?? "solid";
    if (style === "no") return undefined;
    const { colour, opacity } = this.paint(`${prefix}_color`, "color_border");
    const name = this.text(`${prefix}_width`) === undefined && this.text("width_border") !== undefined ? "width_border" : `${prefix}_width`;
    const widthPx = this.length(name, 0.26, `${prefix}_width_unit`) || HAIRLINE_PX;
    return { colour, opacity, widthPx, dashPx: this.#dash(style, widthPx) };
  }

  #dash(style: string, widthPx: number): number[] | undefined {
    if (this.text("use_custom_dash") === "1") {
      const unit = this.text("customdash_unit") ?? "MM";
      const lengths = (this.text("customdash") ?? "")
        .split(";")
        .slice(0, 8)
        .map((one) => pixels(numberOf(one) ?? 0, unit) ?? 0);
      return lengths.length >= 2 ? lengths : undefined;
    }
    return DASHES[style]?.map((one) => one * widthPx);
  }
}

/** Qt's pens, in widths. */
const DASHES: Readonly<Record<string, readonly number[]>> = {
  dash: [4, 2],
  dot: [1, 2],
  "dash dot": [4, 2, 1, 2],
  "dash dot dot": [4, 2, 1, 2, 1, 2],
};

type Read = (options: Options, layer: Element, inner: number) => SymbolLayer[];

const BRUSHES: Readonly<Record<string, Pattern>> = {
  b_diagonal: "hatch",
  f_diagonal: "hatch-back",
  diagonal_x: "cross",
  cross: "cross",
  horizontal: "hatch",
  vertical: "hatch-back",
};
const EXACT_BRUSHES = new Set(["b_diagonal", "f_diagonal", "diagonal_x"]);

const simpleFill: Read = (options) => {
  const { colour, opacity } = options.paint("color");
  const style = options.text("style") ?? "solid";
  const stroke = options.stroke("outline");
  if (style === "solid" || style === "no") return [{ kind: "fill", colour, opacity: style === "no" ? 0 : opacity, stroke }];
  const pattern = BRUSHES[style] ?? "dots";
  if (!EXACT_BRUSHES.has(style)) options.note("fill-pattern", { name: style, pattern });
  return [{ kind: "pattern", pattern, colour, opacity, stroke }];
};

const linePattern: Read = (options, layer, inner) => {
  const [line] = innerLayers(layer, options.reading, inner);
  const stroke = line && "stroke" in line ? line.stroke : undefined;
  const { colour, opacity } = stroke ?? options.paint("color");
  const angle =
    (((options.text("line_angle") !== undefined ? options.number("line_angle", 45) : options.number("angle", 45)) % 180) + 180) % 180;
  const isDense = options.length("distance", 5) <= DENSE_PX;
  const pattern: Pattern = angle > 90 ? "hatch-back" : isDense ? "hatch-dense" : "hatch";
  if (Math.abs(angle - (angle > 90 ? 135 : 45)) > 23) options.note("fill-pattern", { name: `${Math.round(angle)}°`, pattern });
  return [{ kind: "pattern", pattern, colour, opacity }];
};

const pointPattern: Read = (options, layer, inner) => {
  const mark = innerLayers(layer, options.reading, inner).find((one) => one.kind === "mark");
  const { colour, opacity } = mark ?? { colour: "#808080", opacity: 1 };
  if (mark && mark.icon !== "circle") options.note("fill-pattern", { name: mark.icon, pattern: "dots" });
  return [{ kind: "pattern", pattern: "dots", colour, opacity }];
};

const gradient: Read = (options, layer) => {
  const from = options.paint("color1", "color", "gradient_color1");
  const to = options.text("color2", "gradient_color2") === undefined ? from : options.paint("color2", "gradient_color2");
  options.note("fill-gradient", { name: layer.attributes.class ?? "" });
  return [{ kind: "fill", colour: middle(from.colour, to.colour), opacity: (from.opacity + to.opacity) / 2 }];
};

const pictureFill: Read = (options, layer, inner) => {
  options.note("picture-left", { name: pictureName(options.text("svgFile", "imageFile", "svg_file") ?? layer.attributes.class ?? "") });
  const { colour, opacity } = options.paint("svgFillColor", "color");
  return [{ kind: "fill", colour, opacity }, ...innerLayers(layer, options.reading, inner)];
};

const simpleLine: Read = (options) => {
  const stroke = options.stroke("line");
  return stroke ? [{ kind: "stroke", stroke }] : [];
};

/** Lines made of markers, hashes or arrows: a plain line in their colour. */
const madeLine: Read = (options, layer, inner) => {
  options.note("symbol-unknown", { name: layer.attributes.class ?? "" });
  const [part] = innerLayers(layer, options.reading, inner);
  const stroke = part && (part.kind === "stroke" ? part.stroke : { colour: part.colour, opacity: part.opacity, widthPx: 2 });
  return stroke ? [{ kind: "stroke", stroke: { ...stroke, dashPx: undefined } }] : [];
};

const simpleMarker: Read = (options) => {
  const name = options.text("name", "symbol_name") ?? "circle";
  const { icon, isSame } = shapeOf(name);
  if (!isSame) options.note("shape-replaced", { name, icon });
  turned(options, icon);
  return [mark(options, icon)];
};

const svgMarker: Read = (options) => {
  const path = options.text("name") ?? "";
  const icon = pictogramOf(path);
  options.note(icon ? "svg-icon" : "svg-shape", { name: pictureName(path), icon: icon ?? "circle" });
  turned(options, icon ?? "circle");
  return [mark(options, icon ?? "circle")];
};

const otherMarker: Read = (options, layer, inner) => {
  options.note("svg-shape", { name: pictureName(options.text("imageFile", "chr") ?? layer.attributes.class ?? ""), icon: "circle" });
  const [part] = innerLayers(layer, options.reading, inner);
  const made = mark(options, "circle");
  return [part && part.kind === "fill" ? { ...made, colour: part.colour, opacity: part.opacity } : made];
};

function mark(options: Options, icon: Extract<SymbolLayer, { kind: "mark" }>["icon"]): SymbolLayer {
  const { colour, opacity } = options.paint("color", "fill");
  const sizeName = options.text("size") !== undefined ? "size" : "symbol_width";
  return { kind: "mark", icon, colour, opacity, radiusPx: options.length(sizeName, 2) / 2, stroke: options.stroke("outline") };
}

function turned(options: Options, icon: string): void {
  const angle = options.number("angle", 0) % 360;
  if (angle !== 0 && icon !== "circle") options.note("rotation-left", { angle: Math.round(angle) });
}

const CLASSES: Readonly<Record<string, Read>> = {
  SimpleFill: simpleFill,
  LinePatternFill: linePattern,
  PointPatternFill: pointPattern,
  RandomMarkerFill: pointPattern,
  GradientFill: gradient,
  ShapeburstFill: gradient,
  SVGFill: pictureFill,
  RasterFill: pictureFill,
  SimpleLine: simpleLine,
  MarkerLine: madeLine,
  HashLine: madeLine,
  ArrowLine: madeLine,
  SimpleMarker: simpleMarker,
  SvgMarker: svgMarker,
  EllipseMarker: simpleMarker,
  FilledMarker: simpleMarker,
  FontMarker: otherMarker,
  RasterMarker: otherMarker,
};

function middle(first: string, second: string): string {
  const channel = (colour: string, start: number) => Number.parseInt(colour.slice(start, start + 2), 16);
  return `#${[1, 3, 5]
    .map((start) =>
      Math.round((channel(first, start) + channel(second, start)) / 2)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}
