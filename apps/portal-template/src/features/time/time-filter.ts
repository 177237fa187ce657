import { sourceOf } from "@archipel/map/layers/vector.ts";
import type { ExpressionSpecification, StyleSpecification } from "maplibre-gl";
import type { DatedLayer } from "./dated-layers.ts";
import { nextDay } from "./time-steps.ts";

/** Days, both included. `from` null: everything until `to`. */
export interface Span {
  readonly from: string | null;
  readonly to: string;
}

/** The style with only the features of dated layers that a span contains. Features without a date are not in any span. */
export function withSpan(style: StyleSpecification, dated: readonly DatedLayer[], span: Span): StyleSpecification {
  const filters = new Map(dated.map((one) => [sourceOf(one.layer.id), filterOf(one, span)]));
  const layers = style.layers.map((layer) => {
    const within = "source" in layer && typeof layer.source === "string" ? filters.get(layer.source) : undefined;
    if (!within || layer.type === "background") return layer;
    const filter = "filter" in layer && layer.filter ? (["all", layer.filter, within] as ExpressionSpecification) : within;
    return { ...layer, filter } as typeof layer;
  });
  return { ...style, layers };
}

/** Days and moments are texts in tiles, whose order is that of time: a moment of a day comes before the next day. */
function filterOf({ column, isCompact }: DatedLayer, { from, to }: Span): ExpressionSpecification {
  const text = (day: string) => (isCompact ? day.replaceAll("-", "") : day);
  const value: ExpressionSpecification = ["to-string", ["get", column]];
  const isKnown: ExpressionSpecification = ["!=", value, ""];
  const isBefore: ExpressionSpecification = ["<", value, text(nextDay(to))];
  return from === null ? ["all", isKnown, isBefore] : ["all", isKnown, isBefore, [">=", value, text(from)]];
}
