import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { mix } from "@archipel/map-style/colour.ts";
import type { StatedStyle } from "@archipel/map-style/layer-style.ts";

type Categorised = Extract<StatedStyle, { kind: "categorised" }>;
type Graduated = Extract<StatedStyle, { kind: "graduated" }>;
type Value = string | number | boolean;

/** Colours that can be distinguished from each other on light and dark maps. */
const HUES = [
  "#3b7dbf",
  "#d2691e",
  "#2f8f6b",
  "#a83e6b",
  "#6d5ba8",
  "#b58a00",
  "#3f9aa6",
  "#8c5a3c",
  "#5f8a2e",
  "#c0504d",
  "#4a5fa5",
  "#7d7d7d",
] as const;

export const RAMPS = {
  blue: ["#d6e6f4", "#08519c"],
  green: ["#dcefd6", "#1b6b35"],
  orange: ["#fde3c8", "#a63603"],
  violet: ["#e6e0f0", "#54278f"],
} as const;
export type Ramp = keyof typeof RAMPS;

/** The first classes, until the field's values are read. */
export const FIRST_STOPS: Graduated["stops"] = [
  { from: 0, colour: RAMPS.blue[0] },
  { from: 1, colour: RAMPS.blue[1] },
];

/** Starts of the classes of a confidence from 0 to 100: low, medium, good, high. */
const CONFIDENCE_STARTS = [0, 40, 60, 80] as const;
export function confidenceStops(labelOf: (from: number, to: number) => string): Graduated["stops"] {
  return CONFIDENCE_STARTS.map((from, index) => ({
    from,
    colour: mix(RAMPS.blue[0], RAMPS.blue[1], index / (CONFIDENCE_STARTS.length - 1)),
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
export function categoriesFrom(values: readonly (Value | null)[], before: Categorised["categories"] = []): Categorised["categories"] {
  const known = new Map(before.map((category) => [String(category.value), category]));
  return values
    .filter((value) => value !== null)
    .slice(0, 60)
    .map((value, index) => known.get(String(value)) ?? { value, colour: HUES[index % HUES.length] ?? HUES[0] });
}

/** Classes of equal width from `min` to `max`, with rounded limits, light to strong. */
export function stopsFrom(min: number, max: number, count: number, ramp: Ramp): Graduated["stops"] {
  const [from, to] = RAMPS[ramp];
  const step = max > min ? (max - min) / count : 1;
  return Array.from({ length: count }, (_, index) => ({
    from: index === 0 ? roundTo(min, step, Math.floor) : roundTo(min + index * step, step, Math.round),
    colour: mix(from, to, count === 1 ? 1 : index / (count - 1)),
  }));
}

/** Rounds to two significant digits of the step, which is enough for a readable limit. */
function roundTo(value: number, step: number, round: (value: number) => number): number {
  const unit = 10 ** (Math.floor(Math.log10(step)) - 1);
  return Number((round(value / unit) * unit).toPrecision(12));
}
