import { ALL, type Condition, ELSE } from "../model/condition.ts";
import type { Drawing, Labels, Rule } from "../model/drawing.ts";
import { type Geometry, lookOf, type SymbolLayer } from "../model/look.ts";
import { numberOf, zoomsOf } from "../model/measures.ts";
import type { Notes, Place } from "../model/notes.ts";
import { LIMITS, StyleFileError } from "../model/style-file-error.ts";
import { all, at, type Element, textAt } from "../xml.ts";
import { conditionOf } from "./filter.ts";
import { labelsOf } from "./labels.ts";
import { layersOf } from "./symbolizers.ts";

const DRAWS: Readonly<Record<Geometry, readonly string[]>> = {
  point: ["PointSymbolizer"],
  line: ["LineSymbolizer"],
  // Lines draw the borders of areas.
  polygon: ["PolygonSymbolizer", "LineSymbolizer"],
};

/**
 * Reads a Styled Layer Descriptor 1.0 or 1.1 (Symbology Encoding). Of several named layers the one of the layer's name is read, or the first.
 *
 * @throws StyleFileError when the style is that of a raster, or draws nothing
 */
export function readSld(document: Element, geometry: Geometry, layerName: string, notes: Notes): Drawing {
  const style = styleElement(document, layerName, notes);
  const types = document.name === "FeatureTypeStyle" ? [document] : all(style, "FeatureTypeStyle");
  const elements = types.flatMap((type) => all(type, "Rule"));
  if (elements.length > LIMITS.rules) throw new StyleFileError("style-file-too-many-rules", { max: LIMITS.rules });
  if (elements.some((rule) => at(rule, "RasterSymbolizer"))) throw new StyleFileError("style-file-raster");
  const isRendered = elements.filter((rule) => rule.children.some(({ name }) => /^(Point|Line|Polygon)Symbolizer$/.test(name)));
  let labels: Labels | undefined;
  for (const rule of elements) {
    for (const text of all(rule, "TextSymbolizer")) {
      if (labels) {
        notes.add("labels-rules", { labels: true }, { count: 2 });
        continue;
      }
      labels = labelsOf(text, notes, scalesOf(rule));
    }
  }
  return { rules: isRendered.map((rule, index) => ruleOf(rule, index + 1, geometry, notes)), labels };
}

function styleElement(document: Element, layerName: string, notes: Notes): Element | undefined {
  if (document.name !== "StyledLayerDescriptor") return document;
  const layers = [...all(document, "NamedLayer"), ...all(document, "UserLayer")];
  const layer = layers.find((one) => textAt(one, "Name") === layerName) ?? layers[0];
  if (layers.length > 1) notes.add("layers-others", {}, { name: textAt(layer, "Name") ?? "", count: layers.length - 1 });
  const styles = all(layer, "UserStyle");
  const style = styles.find((one) => textAt(one, "IsDefault") === "1") ?? styles[0];
  if (styles.length > 1) notes.add("layers-others", {}, { name: textAt(style, "Name") ?? "", count: styles.length - 1 });
  return style;
}

const scalesOf = (rule: Element) => ({
  least: numberOf(textAt(rule, "MinScaleDenominator")),
  most: numberOf(textAt(rule, "MaxScaleDenominator")),
});

function ruleOf(rule: Element, number: number, geometry: Geometry, notes: Notes): Rule {
  const title = textAt(rule, "Title") ?? textAt(rule, "Description/Title") ?? textAt(rule, "Name");
  const place: Place = { rule: number, title };
  const symbolizers = rule.children.filter(({ name }) => /^(Point|Line|Polygon)Symbolizer$/.test(name));
  const drawn = symbolizers.filter(({ name }) => DRAWS[geometry].includes(name));
  if (drawn.length < symbolizers.length) notes.add("wrong-geometry", place, { geometry });
  const layers = drawn.flatMap((symbolizer): SymbolLayer[] => layersOf(symbolizer, { notes, place }));
  const { least, most } = scalesOf(rule);
  return {
    place,
    ...(title && { title }),
    condition: conditionIn(rule),
    look: lookOf(layers, geometry, notes, place),
    ...zoomsOf(least, most),
  };
}

function conditionIn(rule: Element): Condition {
  const filter = at(rule, "Filter");
  if (filter) return conditionOf(filter);
  return at(rule, "ElseFilter") ? ELSE : ALL;
}
