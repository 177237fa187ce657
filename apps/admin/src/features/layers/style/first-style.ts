import type { LayerSummary, StyleFields } from "@archipel/contracts/layers.ts";
import { CONFIDENCE_COLUMN } from "@archipel/map-style/confidence.ts";
import type { CategorisedStyle, GraduatedStyle, LayerStyle, StatedStyle } from "@archipel/map-style/layer-style.ts";
import { coloursOf, paletteOf } from "@archipel/map-style/palettes.ts";
import type { Kind } from "./changes.ts";

type Value = string | number | boolean;

export const DEFAULT_RAMP = "blue";
export const DEFAULT_HUES = "vivid";
export const DEFAULT_CLASSES = 5;

/** The colours of a palette for classes; of the default one if nobody knows the name. */
export function coloursFor(
  palette: { readonly id: string; readonly isReversed?: boolean | undefined } | undefined,
  count: number,
  fallback: string,
): string[] {
  const found = paletteOf(palette?.id) ?? paletteOf(fallback);
  return found ? coloursOf(found, count, palette?.isReversed) : [];
}

/** The first classes, until the field's values are read. */
export const FIRST_STOPS: GraduatedStyle["stops"] = [
  { from: 0, colour: "#dcebf7" },
  { from: 1, colour: "#0b3a6b" },
];

/** Starts of the classes of a confidence from 0 to 100: low, medium, good, high. */
const CONFIDENCE_STARTS = [0, 40, 60, 80] as const;
function confidenceStops(labelOf: (from: number, to: number) => string): GraduatedStyle["stops"] {
  const colours = coloursFor(undefined, CONFIDENCE_STARTS.length, DEFAULT_RAMP);
  return CONFIDENCE_STARTS.map((from, index) => ({
    from,
    colour: colours[index] ?? "#0b3a6b",
    label: labelOf(from, (CONFIDENCE_STARTS[index + 1] ?? 101) - 1),
  }));
}

/** The fields that a style may use. A hidden field is left out: the colours would reveal its values. */
export function shownFields(layer: Pick<LayerSummary, "fields">) {
  return layer.fields.filter(({ isHidden }) => !isHidden);
}

/** The fields that can be cut into classes. */
export function numericFields(layer: Pick<LayerSummary, "fields">) {
  return shownFields(layer).filter(({ type }) => type === "integer" || type === "double");
}

/** A class per value, the most frequent first. Values that already have a class keep its colour, label and pattern. */
export function categoriesFrom(
  values: readonly (Value | null)[],
  before: CategorisedStyle["categories"] = [],
  palette?: CategorisedStyle["palette"],
): CategorisedStyle["categories"] {
  const known = new Map(before.map((category) => [String(category.value), category]));
  const found = values.filter((value) => value !== null).slice(0, 60);
  const colours = coloursFor(palette, found.length, DEFAULT_HUES);
  return found.map((value, index) => known.get(String(value)) ?? { value, colour: colours[index] ?? "#3b7dbf" });
}

/** Classes that begin at these values, in the colours of a palette; classes that stay keep their label and symbol. */
export function stopsFrom(
  starts: readonly number[],
  before: GraduatedStyle["stops"],
  palette: GraduatedStyle["palette"],
): GraduatedStyle["stops"] {
  const [only = 0] = starts;
  const limits = starts.length < 2 ? [only, only + 1] : starts;
  const colours = coloursFor(palette, limits.length, DEFAULT_RAMP);
  return limits.map((from, index) => {
    const { label: _label, ...symbol } = before.find((stop) => stop.from === from) ?? {};
    return { ...symbol, from, colour: colours[index] ?? "#0b3a6b" };
  });
}

/** The first draft after the kind of style changes. It keeps the current colours, sizes, texts and zooms. */
export function firstStyle(
  kind: Exclude<Kind, "confidence">,
  layer: LayerSummary,
  shown: StatedStyle,
  suggested: Pick<StyleFields, "category" | "amount"> | undefined,
): LayerStyle {
  if (kind === "auto") return { kind };
  if (shown.kind === kind) return shown;
  const { appearance = {}, label, minZoom, maxZoom } = shown;
  const kept = { appearance, label, minZoom, maxZoom };
  const amount = suggested?.amount ?? numericFields(layer)[0]?.column ?? "";
  switch (kind) {
    case "simple":
      return { ...kept, kind };
    case "categorised": {
      const fields = shownFields(layer);
      const column = suggested?.category ?? fields.find(({ type }) => type === "text")?.column ?? fields[0]?.column ?? "";
      return { ...kept, kind, column, categories: [], palette: { id: DEFAULT_HUES } };
    }
    case "graduated":
      return { ...kept, kind, column: amount, stops: FIRST_STOPS, method: "quantile", palette: { id: DEFAULT_RAMP } };
    case "proportional": {
      const [least, most] = layer.geometry === "line" ? [1, 10] : [3, 24];
      return { ...kept, kind, column: amount, from: { value: 0, sizePx: least }, to: { value: 0, sizePx: most } };
    }
    case "heat":
      return { ...kept, kind, radiusPx: 28, colours: coloursFor({ id: "ember" }, 6, "ember"), palette: { id: "ember" } };
    case "clusters":
      return { ...kept, kind, distancePx: 56 };
  }
}

/** The style of a layer by the confidence of its features. */
export function byConfidence(shown: StatedStyle, labelOf: (from: number, to: number) => string): LayerStyle {
  const { appearance = {}, label, minZoom, maxZoom } = shown;
  return { kind: "graduated", column: CONFIDENCE_COLUMN, stops: confidenceStops(labelOf), appearance, label, minZoom, maxZoom };
}
