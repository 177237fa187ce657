import type { ExpressionSpecification } from "@maplibre/maplibre-gl-style-spec";
import type { StyleOf } from "../layer-style.ts";

type Proportional = StyleOf<"proportional">;

/** Whether the area of a point grows with the value, or its radius. Lines always grow in width. */
function isByArea(style: Proportional, shape: "point" | "line"): boolean {
  return shape === "point" && (style.scale ?? "area") === "area";
}

/** The two ends of the scale, the lower value first. */
function ends({ from, to }: Proportional): readonly [Proportional["from"], Proportional["to"]] {
  return from.value <= to.value ? [from, to] : [to, from];
}

/** The size of a value, in pixels: radius of a point, width of a line. */
export function sizeOf(style: Proportional, value: number, shape: "point" | "line"): number {
  const [low, high] = ends(style);
  const share = high.value > low.value ? Math.min(1, Math.max(0, (value - low.value) / (high.value - low.value))) : 1;
  const between = (a: number, b: number) => a + (b - a) * share;
  return isByArea(style, shape) ? Math.sqrt(between(low.sizePx ** 2, high.sizePx ** 2)) : between(low.sizePx, high.sizePx);
}

/** The same, computed by MapLibre. */
export function sizeExpression(style: Proportional, shape: "point" | "line"): number | ExpressionSpecification {
  const [low, high] = ends(style);
  if (low.value === high.value) return high.sizePx;
  const square = isByArea(style, shape);
  const at = (sizePx: number) => (square ? sizePx ** 2 : sizePx);
  const size: ExpressionSpecification = [
    "interpolate",
    ["linear"],
    ["get", style.column],
    low.value,
    at(low.sizePx),
    high.value,
    at(high.sizePx),
  ];
  return square ? ["sqrt", size] : size;
}

/** Round values that show the scale in a legend, largest first: like 1 000, 500, 100. */
export function legendValues(style: Proportional): number[] {
  const [low, high] = ends(style);
  const span = high.value - low.value;
  if (span <= 0) return [high.value];
  const top = roundDown(high.value, span);
  const found = [top, roundDown(low.value + span * 0.45, span), roundDown(low.value + span * 0.1, span)];
  return [...new Set(found)].filter((value) => value >= low.value || value === top);
}

/** A value of one significant digit of the span (1, 2 or 5 in front) that is not above the value. */
function roundDown(value: number, span: number): number {
  const unit = 10 ** Math.floor(Math.log10(span) - 0.3);
  const steps = [1, 2, 5, 10].map((digit) => (digit * unit) / 2);
  const step = steps.find((one) => span / one <= 20) ?? unit;
  return Number((Math.floor(value / step + 1e-9) * step).toPrecision(12));
}
