import { z } from "zod";
import { PATTERNS } from "./patterns.ts";

/** How a layer is drawn, as data: stored with the layer, edited in forms, turned into MapLibre layers by `layer-to-style.ts`. */
const colour = z.string().regex(/^#[0-9a-f]{6}$/i);

const appearance = z.strictObject({
  colour: colour.optional(),
  outline: colour.optional(),
  opacity: z.number().min(0).max(1).optional(),
  widthPx: z.number().min(0).max(20).optional(),
  radiusPx: z.number().min(0).max(40).optional(),
});
export type Appearance = z.infer<typeof appearance>;

/** A column whose values are written on the map, from `minZoom` on. */
const label = z.strictObject({ column: z.string().max(63), minZoom: z.number().min(0).max(22).optional() });

const shared = { appearance: appearance.optional(), label: label.optional() };

export const layerStyle = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("auto") }),
  z.strictObject({ ...shared, kind: z.literal("simple"), appearance }),
  z.strictObject({
    ...shared,
    kind: z.literal("categorised"),
    column: z.string().max(63),
    categories: z
      .array(
        z.strictObject({
          value: z.union([z.string(), z.number(), z.boolean()]),
          colour,
          label: z.string().max(120).optional(),
          pattern: z.enum(PATTERNS).optional(),
        }),
      )
      .max(60),
    other: colour.optional(),
  }),
  z.strictObject({
    ...shared,
    kind: z.literal("graduated"),
    column: z.string().max(63),
    stops: z
      .array(z.strictObject({ from: z.number(), colour, label: z.string().max(120).optional() }))
      .min(2)
      .max(12),
  }),
]);
export type LayerStyle = z.infer<typeof layerStyle>;
/** A style that can be drawn. `default-style.ts` resolves `auto` to one. */
export type StatedStyle = Exclude<LayerStyle, { kind: "auto" }>;

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
