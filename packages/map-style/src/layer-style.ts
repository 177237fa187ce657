import { z } from "zod";
import { ICONS } from "./icons/names.ts";
import { PATTERNS } from "./patterns.ts";

/**
 * How a layer is drawn, as data: stored with the layer, edited in forms, turned into MapLibre layers by `layer-to-style.ts`.
 *
 * Version 2. Every style of version 1 (no `version`; kinds auto, simple, categorised, graduated) is a valid style of version 2 and looks
 * the same, so stored styles are not migrated. A reader that does not know a style's version must fall back to `auto`.
 */
export const STYLE_VERSION = 2;

const colour = z.string().regex(/^#[0-9a-f]{6}$/i);
const column = z.string().max(63);
const text = z.string().max(120);
/** Language of a class's text when the reader's language is another one: only styles that were read for a reader have it. */
const lang = z.string().max(10).optional();
const zoom = z.number().min(0).max(24);

/** Maximum numbers of classes: more can neither be drawn fast nor be read in a legend. */
export const MAX_CATEGORIES = 60;
export const MAX_STOPS = 12;

/** How one feature looks. What is absent comes from the layer's appearance, then from the defaults of `layer-to-style.ts`. */
const symbol = {
  /** Colour of the outline of areas and points, and of the casing of lines. */
  outline: colour.optional(),
  opacity: z.number().min(0).max(1).optional(),
  /** Width of lines, and of the outline of areas. */
  widthPx: z.number().min(0).max(20).optional(),
  /** Half of the size of a point. */
  radiusPx: z.number().min(0).max(40).optional(),
  /** Drawn over the colour of areas. */
  pattern: z.enum(PATTERNS).optional(),
  /** What points are drawn as. */
  icon: z.enum(ICONS).optional(),
  /** Dashes and gaps of lines and of outlines of areas, in multiples of the width, beginning with a dash. */
  dash: z
    .array(z.number().min(0).max(50))
    .min(2)
    .max(8)
    .refine(([first = 0]) => first > 0)
    .optional(),
};

const appearance = z.strictObject({
  ...symbol,
  colour: colour.optional(),
  /** Width of the outline of points, and of the casing on each side of lines. Lines without it have no casing. */
  outlinePx: z.number().min(0).max(10).optional(),
});
export type Appearance = z.infer<typeof appearance>;

/** Texts of features on the map. */
const label = z.strictObject({
  /** The field to write; with a template, the first field of it. */
  column,
  /** Text with columns in braces, `{nom} ({surface} m²)`; without it, the value of `column` is written. */
  template: z.string().max(200).optional(),
  sizePx: z.number().min(8).max(40).optional(),
  colour: colour.optional(),
  haloColour: colour.optional(),
  haloPx: z.number().min(0).max(6).optional(),
  minZoom: zoom.optional(),
  /** Texts are not written from this zoom on. */
  maxZoom: zoom.optional(),
  /** A numeric field: where texts would overlap, that of the largest value is written. */
  priorityColumn: column.optional(),
});
export type StyleLabel = z.infer<typeof label>;

const shared = {
  /** Absent in styles of version 1. */
  version: z.literal(STYLE_VERSION).optional(),
  appearance: appearance.optional(),
  label: label.optional(),
  /** The layer is drawn from `minZoom` on, up to (not including) `maxZoom`. */
  minZoom: zoom.optional(),
  maxZoom: zoom.optional(),
};

/** Features that no class covers: other values, or no value. */
const rest = {
  /** Their colour; grey by default. */
  other: colour.optional(),
  /** Without a text the legend does not list them. */
  otherLabel: text.optional(),
  otherLang: lang,
  /** They are not drawn at all. */
  isOtherHidden: z.boolean().optional(),
};

/** The palette that an editor took the colours from (`palettes.ts`). The colours of the classes decide what is drawn. */
const palette = z.strictObject({ id: z.string().max(40), isReversed: z.boolean().optional() });
export type PaletteChoice = z.infer<typeof palette>;

const unit = z.string().trim().min(1).max(20);

/** How the limits of classes were computed. With `manual`, a person typed at least one. */
export const CLASS_METHODS = ["quantile", "equal", "jenks", "manual"] as const;
export type ClassMethod = (typeof CLASS_METHODS)[number];

export const layerStyle = z.discriminatedUnion("kind", [
  /** The colours of the standard, if the layer's fields are known ones; otherwise one calm colour. */
  z.strictObject({ kind: z.literal("auto") }),
  /** One appearance for all features. */
  z.strictObject({ ...shared, kind: z.literal("simple"), appearance }),
  /** A class for each value of a field. */
  z.strictObject({
    ...shared,
    ...rest,
    kind: z.literal("categorised"),
    column,
    categories: z
      .array(
        z.strictObject({
          ...symbol,
          value: z.union([z.string(), z.number(), z.boolean()]),
          colour,
          label: text.optional(),
          lang,
        }),
      )
      .max(MAX_CATEGORIES),
    palette: palette.optional(),
  }),
  /** Classes of a numeric field, each from its limit to the next one. Values below the first limit are in the first class. */
  z.strictObject({
    ...shared,
    ...rest,
    kind: z.literal("graduated"),
    column,
    stops: z
      .array(z.strictObject({ ...symbol, from: z.number(), colour, label: text.optional(), lang }))
      .min(2)
      .max(MAX_STOPS),
    method: z.enum(CLASS_METHODS).optional(),
    palette: palette.optional(),
    unit: unit.optional(),
  }),
  /** Points or lines whose size grows with a numeric field. Features without a value are not drawn. */
  z.strictObject({
    ...shared,
    kind: z.literal("proportional"),
    column,
    /** Sizes are constant below the first value and above the second. Radius of points, width of lines. */
    from: z.strictObject({ value: z.number(), sizePx: z.number().min(0).max(60) }),
    to: z.strictObject({ value: z.number(), sizePx: z.number().min(0).max(60) }),
    /** `area`: the disc's area grows with the value (for points); `linear`: the size itself does. */
    scale: z.enum(["area", "linear"]).optional(),
    unit: unit.optional(),
  }),
  /** Density of points. */
  z.strictObject({
    ...shared,
    kind: z.literal("heat"),
    /** A numeric field that weighs points; without it each point counts one. */
    column: column.optional(),
    /** The value that weighs one; greater values weigh more, in proportion. */
    weightOne: z.number().positive().optional(),
    /** How far a point spreads its heat. */
    radiusPx: z.number().min(2).max(120),
    intensity: z.number().min(0.1).max(10).optional(),
    /** From low to high density. */
    colours: z.array(colour).min(2).max(9),
    palette: palette.optional(),
    /** From this zoom on, points are drawn instead. */
    pointsFromZoom: zoom.optional(),
  }),
  /** Near points drawn as one disc with their number. */
  z.strictObject({
    ...shared,
    kind: z.literal("clusters"),
    /** Points nearer than this are gathered. */
    distancePx: z.number().min(16).max(128),
    /** Colour of the discs; the appearance draws points that are alone. */
    clusterColour: colour.optional(),
    /** From this zoom on, each point is drawn. */
    pointsFromZoom: zoom.optional(),
  }),
]);
export type LayerStyle = z.infer<typeof layerStyle>;
/** A style that can be drawn. `default-style.ts` resolves `auto` to one. */
export type StatedStyle = Exclude<LayerStyle, { kind: "auto" }>;
export type StyleOf<Kind extends LayerStyle["kind"]> = Extract<LayerStyle, { kind: Kind }>;
export type StyleKind = LayerStyle["kind"];

export type CategorisedStyle = StyleOf<"categorised">;
export type GraduatedStyle = StyleOf<"graduated">;
/** The part of an appearance that a class may have of its own. */
export type ClassSymbol = Omit<Appearance, "colour" | "outlinePx">;

/** Kinds of style that make sense for a geometry. */
export function kindsFor(geometry: StyledLayer["geometry"]): readonly StyleKind[] {
  if (geometry === "point") return ["auto", "simple", "categorised", "graduated", "proportional", "heat", "clusters"];
  if (geometry === "polygon") return ["auto", "simple", "categorised", "graduated"];
  return ["auto", "simple", "categorised", "graduated", "proportional"];
}

/** The properties of a layer that styling needs; the API's layers fit. */
export interface StyledLayer {
  readonly id: string;
  /** Name of the layer inside its tiles. */
  readonly name: string;
  readonly geometry: "point" | "line" | "polygon" | "mixed";
  readonly fields: readonly {
    readonly name: string;
    readonly column: string;
    readonly type: string;
    readonly label?: string | undefined;
    /** The column is hidden from readers, so the map must not show its values either. */
    readonly isHidden?: boolean | undefined;
  }[];
  readonly style: LayerStyle;
}

/** Colours of the theme for layers and selection. */
export interface LayerPalette {
  readonly accent: string;
  readonly selection: string;
  readonly label: string;
  readonly labelHalo: string;
  /** The basemap's land, with which the paint of areas is composed. Default: the halo of labels. */
  readonly ground?: string;
}
