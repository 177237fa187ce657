import { KNOWN_COLUMNS, type KnownColumn } from "./known-values.ts";
import type { CategorisedStyle, LayerPalette, StatedStyle, StyledLayer } from "./layer-style.ts";

/** Frequent values of each column, if known. They distinguish a standard's code list from a column that only has its name. */
export type ColumnValues = Readonly<Record<string, readonly (string | number | boolean)[]>>;

/** Hues that differ on pale and on dark maps, also for most colour-blind people. The theme's accent comes first. */
const HUES = ["#3b7dbf", "#b8651b", "#6d5ba8", "#2f8f6b", "#a83e6b", "#7a7a1f"] as const;

/**
 * A good first style for a layer: a standard's colours when it has one of the standard's columns, otherwise one calm colour.
 * @param values frequent values per column; without them a known column's name is trusted.
 */
export function defaultStyle(
  layer: StyledLayer,
  palette: LayerPalette,
  locale: "fr" | "en" = "fr",
  values: ColumnValues = {},
): StatedStyle {
  const fields = layer.fields.filter(({ isHidden }) => !isHidden);
  for (const known of KNOWN_COLUMNS) {
    const field = knownColumnOf(fields, known);
    const style = field && styleByKnownColumn({ ...layer, fields }, known, field.column, locale, values);
    if (style) return style;
  }
  const label = fields.find((field) => ["nom", "name", "libelle"].includes(field.name.toLowerCase()));
  return {
    kind: "simple",
    appearance: { colour: hueOf(layer, palette), opacity: layer.geometry === "polygon" ? 0.28 : 0.9, widthPx: 1.5, radiusPx: 5 },
    ...(label && layer.geometry !== "line" && { label: { column: label.column, minZoom: layer.geometry === "polygon" ? 11 : 14 } }),
  };
}

/** The field that is a standard's column. */
export function knownColumnOf(fields: StyledLayer["fields"], known: KnownColumn): StyledLayer["fields"][number] | undefined {
  return fields.find((one) => known.names.includes(one.name.toLowerCase()) && (one.type === "text" || one.type === "integer"));
}

/** The layer in the colours of a standard; undefined when its values have no codes of the standard. */
export function styleByKnownColumn(
  layer: StyledLayer,
  known: KnownColumn,
  column: string,
  locale: "fr" | "en",
  values: ColumnValues,
): CategorisedStyle | undefined {
  const found = values[column];
  const used = known.values.filter(({ value, on }) => (found ? found.some((one) => String(one) === value) : occursOn(on, layer.geometry)));
  return used.length === 0 ? undefined : categorised(layer, known, column, used, locale);
}

/** The column whose values would decide an `auto` layer's drawing; undefined when none does. */
export function decidingColumn(layer: StyledLayer): string | undefined {
  if (layer.style.kind !== "auto") return undefined;
  for (const known of KNOWN_COLUMNS) {
    const field = layer.fields.find((one) => !one.isHidden && known.names.includes(one.name.toLowerCase()));
    if (field) return field.column;
  }
  return undefined;
}

/** The style to draw: `auto` becomes the default style, anything else is taken as stated. */
export function resolveStyle(
  layer: StyledLayer,
  palette: LayerPalette,
  locale: "fr" | "en" = "fr",
  values: ColumnValues = {},
): StatedStyle {
  return layer.style.kind === "auto" ? defaultStyle(layer, palette, locale, values) : layer.style;
}

function categorised(
  layer: StyledLayer,
  known: KnownColumn,
  column: string,
  used: KnownColumn["values"],
  locale: "fr" | "en",
): CategorisedStyle {
  const label = layer.fields.find((field) => field.name.toLowerCase() === known.label);
  const isArea = layer.geometry === "polygon" || layer.geometry === "mixed";
  return {
    kind: "categorised",
    column,
    appearance: {
      opacity: isArea ? known.opacity : 0.95,
      widthPx: isArea ? 0.8 : 2,
      radiusPx: 6,
      ...(known.outline && { outline: known.outline }),
    },
    categories: used.map(({ value, colour, pattern, fr, en }) => ({
      value,
      colour,
      label: locale === "fr" ? fr : en,
      ...(pattern && isArea && { pattern }),
    })),
    other: "#8d979e",
    ...(label && isArea && { label: { column: label.column, minZoom: 13 } }),
  };
}

function occursOn(on: KnownColumn["values"][number]["on"], geometry: StyledLayer["geometry"]): boolean {
  return !on || geometry === "mixed" || on.includes(geometry);
}

function hueOf(layer: StyledLayer, palette: LayerPalette): string {
  let sum = 0;
  for (const letter of layer.name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return [palette.accent, ...HUES][sum % (HUES.length + 1)] ?? palette.accent;
}
