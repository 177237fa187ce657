import { knownColumnOf, styleByKnownColumn } from "./default-style.ts";
import { KNOWN_COLUMNS } from "./known-values.ts";
import type { CategorisedStyle, StyledLayer } from "./layer-style.ts";
import { coloursOf, paletteOf } from "./palettes.ts";

/** Symbols of a standard, as a style of this layer. Its colours, patterns and labels are a start that a person may change. */
export interface StylePreset {
  /** Names the text of the preset. */
  id: string;
  column: string;
  style: CategorisedStyle;
}

type Values = readonly (string | number | boolean)[];

/** Zones of a risk prevention plan, by the colour that its regulation names: red forbids, blue allows with conditions. */
const PPR_COLOURS = [
  { test: /^(r|rouge)([^a-z]|$|[a-z]?\d)/i, colours: ["#b3202a", "#8c1520", "#d65a52", "#6b0f1a", "#e58a80"], pattern: undefined },
  { test: /^(b|bleu)([^a-z]|$|[a-z]?\d)/i, colours: ["#3c7fc0", "#1f5f99", "#7fb0dc", "#123e6b", "#a9cbe8"], pattern: undefined },
  { test: /^(v|violet)([^a-z]|$|[a-z]?\d)/i, colours: ["#7b4bb3", "#5a2f8a", "#a98bd0"], pattern: "hatch" },
  { test: /^(o|orange)([^a-z]|$|[a-z]?\d)/i, colours: ["#e08a1e", "#b8651b", "#f0b45c"], pattern: undefined },
  { test: /^(j|jaune)([^a-z]|$|[a-z]?\d)/i, colours: ["#f0cf3c", "#d8b21c", "#f7e28a"], pattern: "dots" },
  { test: /^(vert)([^a-z]|$)/i, colours: ["#5b9a4b", "#3f7a32", "#8fc07f"], pattern: undefined },
  { test: /^(blanc|nc|hors zone)([^a-z]|$)/i, colours: ["#d9d9d6", "#bfbfbb"], pattern: undefined },
] as const;

/** Columns that name the zones of a risk prevention plan. */
const PPR_COLUMN = /^(code_?zone(_?reglement|_?reg)?|codezonereglement|nom_?zone|zone(_ppr)?|couleur|nom|libelle|lib_?zone)$/i;

/** Symbols of standards that fit a layer: its fields have their names, and its values their codes. The best known column is first. */
export function presetsFor(layer: StyledLayer, locale: "fr" | "en", values: Readonly<Record<string, Values>>): StylePreset[] {
  const fields = layer.fields.filter(({ isHidden }) => !isHidden);
  const known = KNOWN_COLUMNS.flatMap((one): StylePreset[] => {
    const field = knownColumnOf(fields, one);
    const style = field && styleByKnownColumn({ ...layer, fields }, one, field.column, locale, values);
    return field && style ? [{ id: one.id, column: field.column, style: withRest(style, values[field.column] ?? []) }] : [];
  });
  const zones = fields.flatMap((field): StylePreset[] => {
    const style = PPR_COLUMN.test(field.name) ? pprZones(field.column, values[field.column] ?? []) : null;
    return style ? [{ id: "ppr-zones", column: field.column, style }] : [];
  });
  return [...known, ...zones.slice(0, 1)];
}

/** The columns whose values decide which presets fit. */
export function presetColumns(layer: Pick<StyledLayer, "fields">): string[] {
  const fields = layer.fields.filter(({ isHidden, type }) => !isHidden && (type === "text" || type === "integer"));
  const isKnown = (name: string) => PPR_COLUMN.test(name) || KNOWN_COLUMNS.some(({ names }) => names.includes(name.toLowerCase()));
  return fields.filter(({ name }) => isKnown(name)).map(({ column }) => column);
}

/** Codes that the standard does not define stay visible: each gets a pale colour of its own. */
function withRest(style: CategorisedStyle, values: Values): CategorisedStyle {
  const listed = new Set(style.categories.map(({ value }) => String(value)));
  const others = values.filter((value) => !listed.has(String(value))).slice(0, 12);
  const pastel = paletteOf("pastel");
  if (!pastel || others.length === 0) return style;
  const colours = coloursOf(pastel, others.length);
  return {
    ...style,
    categories: [...style.categories, ...others.map((value, index) => ({ value, colour: colours[index] ?? "#8d979e" }))],
  };
}

function pprZones(column: string, values: Values): CategorisedStyle | null {
  const used = new Map<RegExp, number>();
  const categories = values.flatMap((value) => {
    const found = PPR_COLOURS.find(({ test }) => test.test(String(value).trim()));
    if (!found) return [];
    const place = used.get(found.test) ?? 0;
    used.set(found.test, place + 1);
    const colour = found.colours[place % found.colours.length] ?? found.colours[0];
    return [{ value, colour, ...(found.pattern && { pattern: found.pattern }) }];
  });
  const isRed = values.some((value) => PPR_COLOURS[0].test.test(String(value).trim()));
  const isBlue = values.some((value) => PPR_COLOURS[1].test.test(String(value).trim()));
  // Other code lists begin with these letters too: both colours, and most values, must be recognised.
  if (!isRed || !isBlue || categories.length < values.length * 0.6) return null;
  const order = (value: unknown) => PPR_COLOURS.findIndex(({ test }) => test.test(String(value).trim()));
  return {
    kind: "categorised",
    column,
    appearance: { opacity: 0.5, widthPx: 0.8 },
    categories: categories
      .toSorted((a, b) => order(a.value) - order(b.value) || String(a.value).localeCompare(String(b.value), "fr"))
      .slice(0, 60),
    other: "#8d979e",
    label: { column, minZoom: 14 },
  };
}
