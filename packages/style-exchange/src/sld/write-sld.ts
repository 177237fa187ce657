import { mix } from "@archipel/map-style/colour.ts";
import type { Appearance, LayerPalette, StatedStyle, StyledLayer } from "@archipel/map-style/layer-style.ts";
import { describe, type Loss } from "../describe/describe.ts";
import type { Condition, Value } from "../model/condition.ts";
import type { Labels, Rule, Zooms } from "../model/drawing.ts";
import type { Geometry } from "../model/look.ts";
import { scaleOfZoom, tenths } from "../model/measures.ts";
import { escaped } from "../xml.ts";
import { markOf, patternFills } from "./write-marks.ts";

export const SLD_VERSIONS = ["1.1.0", "1.0.0"] as const;
export type SldVersion = (typeof SLD_VERSIONS)[number];

export interface Written {
  readonly text: string;
  readonly losses: readonly Loss[];
}

/** Writes elements with the names of one version of the standard. */
export class Terms {
  readonly version: SldVersion;
  /** The theme's ink: hatches are drawn in a darker colour than what is below them. */
  readonly ink: string;

  constructor(version: SldVersion, ink: string) {
    this.version = version;
    this.ink = ink;
  }

  /** An element of Symbology Encoding, which SLD 1.0 has under its own name. */
  se(name: string, content: string): string {
    const full = this.version === "1.1.0" ? `se:${name}` : name;
    return content === "" ? `<${full}/>` : `<${full}>${content}</${full}>`;
  }

  text(name: string, text: string | number): string {
    return this.se(name, escaped(String(text)));
  }

  parameter(name: string, value: string | number): string {
    const element = this.version === "1.1.0" ? "se:SvgParameter" : "CssParameter";
    return `<${element} name="${name}">${escaped(String(value))}</${element}>`;
  }
}

/** The style of a layer as SLD; `losses` name what SLD cannot say. */
export function writeSld(
  layer: Pick<StyledLayer, "name" | "fields" | "geometry"> & { readonly title: string },
  style: StatedStyle,
  { palette, version = "1.1.0" }: { palette: LayerPalette; version?: SldVersion },
): Written {
  const { drawing, losses } = describe(layer, style, palette);
  const terms = new Terms(version, palette.label);
  const geometries: Geometry[] = layer.geometry === "mixed" ? ["polygon", "line", "point"] : [layer.geometry];
  const rules = geometries.flatMap((geometry) => drawing.rules.map((rule) => ruleElement(terms, rule, geometry, drawing)));
  const label = drawing.labels && labelRule(terms, drawing.labels, layer.geometry, drawing);
  const type = terms.se("FeatureTypeStyle", [...rules, ...(label ? [label] : [])].join(""));
  const name = terms.text("Name", layer.name);
  const description = version === "1.1.0" ? terms.se("Description", terms.text("Title", layer.title)) : terms.text("Title", layer.title);
  const head =
    version === "1.1.0"
      ? 'version="1.1.0" xmlns="http://www.opengis.net/sld" xmlns:se="http://www.opengis.net/se" xsi:schemaLocation="http://www.opengis.net/sld http://schemas.opengis.net/sld/1.1.0/StyledLayerDescriptor.xsd"'
      : 'version="1.0.0" xmlns="http://www.opengis.net/sld" xsi:schemaLocation="http://www.opengis.net/sld http://schemas.opengis.net/sld/1.0.0/StyledLayerDescriptor.xsd"';
  const text = `<StyledLayerDescriptor ${head} xmlns:ogc="http://www.opengis.net/ogc" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><NamedLayer>${name}${version === "1.1.0" ? description : ""}<UserStyle>${name}${description}${type}</UserStyle></NamedLayer></StyledLayerDescriptor>`;
  const hasPictogram = layer.geometry === "point" && drawing.rules.some(({ look }) => look?.icon && !markOf(look.icon).isKnown);
  return {
    text: `<?xml version="1.0" encoding="UTF-8"?>\n${indented(text)}\n`,
    losses: hasPictogram ? [...losses, "icons-as-circles"] : losses,
  };
}

function ruleElement(terms: Terms, { title, condition, look }: Rule, geometry: Geometry, zooms: Zooms): string {
  const named = title ? titled(terms, title) : "";
  return terms.se("Rule", `${named}${filterElement(terms, condition)}${scales(terms, zooms)}${symbolizers(terms, look ?? {}, geometry)}`);
}

function titled(terms: Terms, title: string): string {
  const own = terms.text("Title", title);
  return terms.text("Name", title) + (terms.version === "1.1.0" ? terms.se("Description", own) : own);
}

function scales(terms: Terms, { minZoom, maxZoom }: Zooms): string {
  const least = maxZoom === undefined ? "" : terms.text("MinScaleDenominator", scaleOfZoom(maxZoom));
  return least + (minZoom === undefined || minZoom === 0 ? "" : terms.text("MaxScaleDenominator", scaleOfZoom(minZoom)));
}

/** As `map-style` draws hatches. */
const HATCH_INK = 0.4;

const literal = (value: Value) => `<ogc:Literal>${escaped(String(value))}</ogc:Literal>`;
const compare = (operator: string, field: string, value: Value) =>
  `<ogc:PropertyIs${operator}><ogc:PropertyName>${escaped(field)}</ogc:PropertyName>${literal(value)}</ogc:PropertyIs${operator}>`;
const every = (conditions: readonly string[]) =>
  conditions.length > 1 ? `<ogc:And>${conditions.join("")}</ogc:And>` : conditions.join("");

function filterElement(terms: Terms, condition: Condition): string {
  if (condition.is === "else") return terms.se("ElseFilter", "");
  if (condition.is === "all" || condition.is === "unknown") return "";
  if (condition.is === "values") {
    const tests = condition.values.map((value) => compare("EqualTo", condition.field, value));
    return `<ogc:Filter>${tests.length > 1 ? `<ogc:Or>${tests.join("")}</ogc:Or>` : tests.join("")}</ogc:Filter>`;
  }
  const { field, range } = condition;
  const below = range.to === undefined ? [] : [compare("LessThan", field, range.to)];
  const low = range.start ?? range.from;
  const within = every([...(low === undefined ? [] : [compare("GreaterThanOrEqualTo", field, low)]), ...below]);
  // Values below the first limit are in the first class too; the limit itself is kept for those who read the file again.
  return range.start === undefined
    ? `<ogc:Filter>${within}</ogc:Filter>`
    : `<ogc:Filter><ogc:Or>${compare("LessThan", field, range.start)}${within}</ogc:Or></ogc:Filter>`;
}

function symbolizers(terms: Terms, look: Appearance, geometry: Geometry): string {
  const colour = look.colour ?? "#808080";
  if (geometry === "point") {
    const { opacity = 0.95, radiusPx = 5, outline = "#ffffff", outlinePx = 1.5 } = look;
    const { name } = markOf(look.icon ?? "circle");
    const stroke = outlinePx > 0 ? strokeElement(terms, { colour: outline, width: outlinePx, opacity: 1 }) : "";
    const mark = terms.se("Mark", terms.text("WellKnownName", name) + fillElement(terms, colour, opacity) + stroke);
    return terms.se("PointSymbolizer", terms.se("Graphic", mark + terms.text("Size", tenths(radiusPx * 2))));
  }
  if (geometry === "line") {
    const { widthPx = 2, opacity = 0.9, dash, outline, outlinePx = 0 } = look;
    const line = (paint: string, width: number) =>
      terms.se("LineSymbolizer", strokeElement(terms, { colour: paint, width, opacity, dash: dash?.map((one) => tenths(one * width)) }));
    return (outline && outlinePx > 0 ? line(outline, tenths(widthPx + 2 * outlinePx)) : "") + line(colour, widthPx);
  }
  const { opacity = 0.5, widthPx = 1, outline, dash, pattern } = look;
  const stroke =
    widthPx > 0
      ? strokeElement(terms, { colour: outline ?? colour, width: widthPx, opacity: 1, dash: dash?.map((one) => tenths(one * widthPx)) })
      : "";
  const fill = terms.se("PolygonSymbolizer", fillElement(terms, colour, opacity) + stroke);
  const patterns = pattern ? patternFills(terms, pattern, mix(colour, terms.ink, HATCH_INK)) : [];
  return fill + patterns.map((one) => terms.se("PolygonSymbolizer", one)).join("");
}

function fillElement(terms: Terms, colour: string, opacity: number): string {
  return terms.se("Fill", terms.parameter("fill", colour) + (opacity === 1 ? "" : terms.parameter("fill-opacity", opacity)));
}

interface StrokeParts {
  readonly colour: string;
  readonly width: number;
  readonly opacity: number;
  readonly dash?: readonly number[] | undefined;
}

function strokeElement(terms: Terms, { colour, width, opacity, dash }: StrokeParts): string {
  const parts = [
    terms.parameter("stroke", colour),
    ...(opacity === 1 ? [] : [terms.parameter("stroke-opacity", opacity)]),
    terms.parameter("stroke-width", width),
  ];
  if (dash) parts.push(terms.parameter("stroke-dasharray", dash.join(" ")));
  return terms.se("Stroke", parts.join(""));
}

function labelRule(terms: Terms, labels: Labels, geometry: StyledLayer["geometry"], layer: Zooms): string {
  const content = labels.parts
    .map((part) => ("field" in part ? `<ogc:PropertyName>${escaped(part.field)}</ogc:PropertyName>` : literal(part.text)))
    .join(TOGETHER);
  const font = terms.se("Font", terms.parameter("font-family", "sans-serif") + terms.parameter("font-size", labels.sizePx ?? 12));
  const placement = terms.se(
    "LabelPlacement",
    geometry === "line" ? terms.se("LinePlacement", "") : terms.se("PointPlacement", anchor(terms, geometry)),
  );
  const halo = labels.haloPx
    ? terms.se("Halo", terms.text("Radius", labels.haloPx) + fillElement(terms, labels.haloColour ?? "#ffffff", 1))
    : "";
  const symbolizer = terms.se(
    "TextSymbolizer",
    terms.se("Label", TOGETHER + content + TOGETHER) + font + placement + halo + fillElement(terms, labels.colour ?? "#000000", 1),
  );
  const zooms = {
    ...layer,
    ...(labels.minZoom !== undefined && { minZoom: labels.minZoom }),
    ...(labels.maxZoom !== undefined && { maxZoom: labels.maxZoom }),
  };
  return terms.se("Rule", scales(terms, zooms) + symbolizer);
}

/** Texts are written in the middle of areas, and below points. */
function anchor(terms: Terms, geometry: StyledLayer["geometry"]): string {
  const at = (x: number, y: number) => terms.se("AnchorPoint", terms.text("AnchorPointX", x) + terms.text("AnchorPointY", y));
  if (geometry !== "point") return at(0.5, 0.5);
  return at(0.5, 1) + terms.se("Displacement", terms.text("DisplacementX", 0) + terms.text("DisplacementY", -8));
}

/** Between elements that stay in one line: white space would be part of a label's text. */
const TOGETHER = "\u0001";

/** One element a line, as people read it. */
function indented(xml: string): string {
  let depth = 0;
  return xml
    .replaceAll("><", ">\n<")
    .split("\n")
    .map((line) => {
      const isEnd = line.startsWith("</");
      if (isEnd) depth--;
      const shown = `${"  ".repeat(Math.max(0, depth))}${line}`;
      if (!isEnd && !line.endsWith("/>") && !line.includes("</")) depth++;
      return shown;
    })
    .join("\n")
    .replaceAll(TOGETHER, "");
}
