import { CONFIDENCE_COLUMN } from "@archipel/map-style/confidence.ts";
import type { Appearance, ClassSymbol, LayerPalette, StatedStyle, StyledLayer, StyleLabel } from "@archipel/map-style/layer-style.ts";
import { templateParts } from "@archipel/map-style/style-columns.ts";
import { type Condition, ELSE } from "../model/condition.ts";
import type { Drawing, Labels, Rule } from "../model/drawing.ts";
import { tenths } from "../model/measures.ts";

/** What a format without it loses. */
export type Loss = "size-as-classes" | "heat-as-points" | "clusters-as-points" | "icons-as-circles" | "confidence";

export interface Described {
  readonly drawing: Drawing;
  readonly losses: readonly Loss[];
}

const REST_COLOUR = "#8d979e";
const SIZE_CLASSES = 5;

/**
 * A style of ours as rules, for formats that know nothing else. Fields are named as in the layer's files.
 *
 * @param palette colours of what the style leaves to the theme
 */
export function describe(layer: Pick<StyledLayer, "fields" | "geometry">, style: StatedStyle, palette: LayerPalette): Described {
  const nameOf = (column: string) => layer.fields.find((field) => field.column === column)?.name ?? column;
  const { appearance = {}, label, minZoom, maxZoom } = style;
  const whole = { colour: palette.accent, ...appearance };
  const losses: Loss[] = [];
  const rule = (number: number, condition: Condition, look: Appearance, title?: string): Rule => ({
    place: { rule: number },
    condition,
    look,
    ...(title && { title }),
  });
  const rest = (number: number, hidden: boolean | undefined, colour: string | undefined, title?: string) =>
    hidden ? [] : [rule(number, ELSE, { ...withoutMarks(whole), colour: colour ?? REST_COLOUR }, title)];
  const rules = ((): Rule[] => {
    switch (style.kind) {
      case "categorised":
        return [
          ...style.categories.map((category, index) =>
            rule(
              index + 1,
              { is: "values", field: nameOf(style.column), values: [category.value] },
              classLook(whole, category),
              category.label ?? String(category.value),
            ),
          ),
          ...rest(style.categories.length + 1, style.isOtherHidden, style.other, style.otherLabel),
        ];
      case "graduated": {
        if (style.column === CONFIDENCE_COLUMN) losses.push("confidence");
        const stops = style.stops.toSorted((a, b) => a.from - b.from);
        return [
          ...stops.map((stop, index) =>
            rule(
              index + 1,
              between(nameOf(style.column), stop.from, stops[index + 1]?.from, index === 0),
              classLook(whole, stop),
              stop.label ?? rangeText(stop.from, stops[index + 1]?.from),
            ),
          ),
          ...rest(stops.length + 1, style.isOtherHidden, style.other, style.otherLabel),
        ];
      }
      case "proportional":
        losses.push("size-as-classes");
        return sizeClasses(style, layer.geometry).map(({ from, to, sizePx }, index) =>
          rule(index + 1, between(nameOf(style.column), from, to, index === 0), sized(whole, sizePx, layer.geometry), rangeText(from, to)),
        );
      case "heat":
        losses.push("heat-as-points");
        return [rule(1, { is: "all" }, { ...whole, colour: style.colours.at(-1) ?? palette.accent })];
      case "clusters":
        losses.push("clusters-as-points");
        return [rule(1, { is: "all" }, whole)];
      case "simple":
        return [rule(1, { is: "all" }, whole)];
    }
  })();
  return {
    drawing: {
      rules,
      ...(label && { labels: labelsOf(label, nameOf, palette) }),
      ...(minZoom !== undefined && { minZoom }),
      ...(maxZoom !== undefined && { maxZoom }),
    },
    losses,
  };
}

function classLook(
  whole: Appearance,
  { outline, opacity, widthPx, radiusPx, pattern, icon, dash, colour }: ClassSymbol & { colour: string },
): Appearance {
  const own = { outline, opacity, widthPx, radiusPx, pattern, icon, dash };
  return { ...whole, ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)), colour };
}

function withoutMarks({ pattern: _, icon: __, ...look }: Appearance): Appearance {
  return look;
}

function sized(whole: Appearance, sizePx: number, geometry: StyledLayer["geometry"]): Appearance {
  return geometry === "point" ? { ...whole, radiusPx: Math.min(40, sizePx) } : { ...whole, widthPx: Math.min(20, sizePx) };
}

/** The first class of ours also has the values below its limit; the limit is kept as its start. */
function between(field: string, from: number, to: number | undefined, isFirst: boolean): Condition {
  return { is: "range", field, range: { ...(isFirst ? { start: from } : { from }), ...(to !== undefined && { to }) } };
}

function rangeText(from: number, to: number | undefined): string {
  return to === undefined ? `≥ ${from}` : `${from} – ${to}`;
}

function sizeClasses(style: Extract<StatedStyle, { kind: "proportional" }>, geometry: StyledLayer["geometry"]) {
  const { from, to } = style;
  const isArea = geometry === "point" && style.scale !== "linear";
  return Array.from({ length: SIZE_CLASSES }, (_, index) => {
    const share = (index + 0.5) / SIZE_CLASSES;
    const grown = isArea ? Math.sqrt(share) : share;
    const limit = (at: number) => Number((from.value + ((to.value - from.value) * at) / SIZE_CLASSES).toPrecision(6));
    return {
      from: limit(index),
      to: index === SIZE_CLASSES - 1 ? undefined : limit(index + 1),
      sizePx: tenths(from.sizePx + (to.sizePx - from.sizePx) * grown),
    };
  });
}

function labelsOf(label: StyleLabel, nameOf: (column: string) => string, palette: LayerPalette): Labels {
  const parts = label.template === undefined ? [{ column: label.column }] : templateParts(label.template);
  return {
    parts: parts.map((part) => ("column" in part ? { field: nameOf(part.column) } : part)),
    sizePx: label.sizePx ?? 12,
    colour: label.colour ?? palette.label,
    haloColour: label.haloColour ?? palette.labelHalo,
    haloPx: label.haloPx ?? 1.6,
    ...(label.minZoom !== undefined && { minZoom: label.minZoom }),
    ...(label.maxZoom !== undefined && { maxZoom: label.maxZoom }),
    ...(label.priorityColumn && { priorityField: nameOf(label.priorityColumn) }),
  };
}
