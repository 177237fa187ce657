import type { AreaRole } from "./area-roles.ts";
import { mix } from "./colour.ts";
import { areaOpacity } from "./draw/areas.ts";
import { lookOf, OTHER_COLOUR } from "./draw/by-class.ts";
import { legendValues, sizeOf } from "./draw/sizes.ts";
import type { Icon } from "./icons/names.ts";
import type { Appearance, LayerPalette, StatedStyle, StyledLayer } from "./layer-style.ts";
import type { Pattern } from "./patterns.ts";

export interface LegendItem {
  /** Empty for a layer with a single appearance: its title is enough. */
  label: string;
  /** Language of the label, when the reader's language is another one. */
  lang?: string | undefined;
  /** `heat`: a ramp of colours; `cluster`: a disc with a number. */
  shape: "area" | "line" | "point" | "heat" | "cluster";
  colour: string;
  outline: string;
  opacity: number;
  pattern: Pattern | undefined;
  icon?: Icon | undefined;
  dash?: readonly number[] | undefined;
  /** Only where sizes have a meaning: radius of a point, width of a line. */
  sizePx?: number | undefined;
  /** Width of the largest symbol of the legend, so that all are drawn on one axis. */
  roomPx?: number | undefined;
  /** Colours of a ramp, from low to high. */
  ramp?: readonly string[] | undefined;
  /** How the area is drawn among others; absent: translucent paint. */
  role?: AreaRole;
  /** The colour that the map's layers have for it, before their opacity. */
  drawnColour?: string;
}

type Locale = "fr" | "en";

const WORDS = {
  fr: { heat: "Densité, de faible à forte", clusters: "Plusieurs objets, avec leur nombre", alone: "Un seul objet" },
  en: { heat: "Density, from low to high", clusters: "Several features, with their number", alone: "One feature" },
} as const;

/** The legend of a layer, in drawing order. */
export function legendOf(
  layer: Pick<StyledLayer, "geometry">,
  style: StatedStyle,
  palette: LayerPalette,
  locale: Locale = "fr",
): LegendItem[] {
  const shape = layer.geometry === "point" ? "point" : layer.geometry === "line" ? "line" : "area";
  const item = (label: string, look: Appearance): LegendItem => itemOf(label, shape, look, palette);
  const words = WORDS[locale];
  switch (style.kind) {
    case "simple":
      return [item("", style.appearance)];
    case "categorised":
      return [
        ...style.categories.map((one) => inLanguage(item(one.label ?? String(one.value), lookOf(style.appearance, one)), one.lang)),
        ...otherItem(style, item),
      ];
    case "graduated": {
      const stops = style.stops.toSorted((a, b) => a.from - b.from);
      const labels = stops.map((stop, index) => stop.label ?? rangeLabel(stop.from, stops[index + 1]?.from, locale, style.unit));
      return [
        ...stops.map((stop, index) => inLanguage(item(labels[index] ?? "", lookOf(style.appearance, stop)), stop.lang)),
        ...otherItem(style, item),
      ];
    }
    case "proportional": {
      const kind = shape === "line" ? "line" : "point";
      const values = legendValues(style);
      const roomPx = kind === "point" ? Math.max(...values.map((value) => sizeOf(style, value, kind))) * 2 : undefined;
      return values.map((value) => ({
        ...itemOf(withUnit(written(value, locale), style.unit), kind, style.appearance ?? {}, palette),
        sizePx: sizeOf(style, value, kind),
        roomPx,
      }));
    }
    case "heat":
      return [
        {
          ...item(words.heat, { ...style.appearance, colour: style.colours.at(-1) }),
          shape: "heat",
          opacity: style.appearance?.opacity ?? 0.85,
          ramp: style.colours,
        },
      ];
    case "clusters": {
      const colour = style.clusterColour ?? style.appearance?.colour ?? palette.accent;
      return [{ ...item(words.clusters, { colour }), shape: "cluster" }, item(words.alone, style.appearance ?? {})];
    }
  }
}

const inLanguage = (item: LegendItem, lang: string | undefined): LegendItem => (lang ? { ...item, lang } : item);

function itemOf(label: string, shape: "area" | "line" | "point", look: Appearance, palette: LayerPalette): LegendItem {
  const colour = look.colour ?? palette.accent;
  return {
    label,
    shape,
    colour,
    outline: look.outline ?? mix(colour, palette.label, 0.35),
    opacity: shape === "area" ? areaOpacity(look, palette) : (look.opacity ?? 0.9),
    pattern: shape === "area" ? look.pattern : undefined,
    ...(shape === "point" && look.icon && { icon: look.icon }),
    ...(shape !== "point" && look.dash && { dash: look.dash }),
  };
}

/** Features without a class are listed when the style has a text for them. */
function otherItem(
  style: Extract<StatedStyle, { kind: "categorised" | "graduated" }>,
  item: (label: string, look: Appearance) => LegendItem,
): LegendItem[] {
  if (!style.otherLabel || style.isOtherHidden) return [];
  const { colour, ...appearance } = style.appearance ?? {};
  const look = { ...appearance, colour: style.other ?? (style.kind === "categorised" ? colour : OTHER_COLOUR) };
  return [inLanguage(item(style.otherLabel, look), style.otherLang)];
}

function rangeLabel(from: number, to: number | undefined, locale: Locale, unit: string | undefined): string {
  return withUnit(to === undefined ? `≥ ${written(from, locale)}` : `${written(from, locale)} – ${written(to, locale)}`, unit);
}

const withUnit = (text: string, unit: string | undefined) => (unit ? `${text}\u00a0${unit}` : text);

/** A limit as the language writes numbers. Years and codes have no separators of thousands, so four digits have none. */
function written(value: number, locale: Locale): string {
  return value.toLocaleString(locale, { maximumSignificantDigits: 12, useGrouping: Math.abs(value) >= 10_000 });
}

/** The index of the legend's entry of a feature, by the values of its fields; -1 when it has none. */
export function legendIndexOf(style: StatedStyle, properties: Readonly<Record<string, unknown>>): number {
  if (style.kind === "categorised") {
    const found = style.categories.findIndex((category) => String(category.value) === String(properties[style.column]));
    return found >= 0 ? found : otherIndex(style, style.categories.length);
  }
  if (style.kind === "graduated") {
    const value = properties[style.column];
    if (typeof value !== "number") return otherIndex(style, style.stops.length);
    const limits = style.stops.map(({ from }) => from).toSorted((a, b) => a - b);
    return Math.max(
      0,
      limits.findLastIndex((limit) => limit <= value),
    );
  }
  return style.kind === "clusters" ? 1 : 0;
}

const otherIndex = (style: { otherLabel?: string | undefined; isOtherHidden?: boolean | undefined }, count: number) =>
  style.otherLabel && !style.isOtherHidden ? count : -1;
