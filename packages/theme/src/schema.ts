import { z } from "zod";
import { FONT_IDS } from "./fonts.ts";
import { COLOUR_TOKENS, DEFAULT_MODES, DENSITIES, type Hex, MAP_LOOKS, MAP_TOKENS, RADII, SEED_COLOURS, SHADOWS } from "./tokens.ts";

/** Only `#rrggbb`: no names, functions or alpha, so that contrast can always be computed. */
const hexSchema = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i)
  .transform((value) => value.toLowerCase() as Hex);

const partialColours = z.strictObject(
  Object.fromEntries(COLOUR_TOKENS.map((token) => [token, hexSchema.optional()])) as Record<
    (typeof COLOUR_TOKENS)[number],
    z.ZodOptional<typeof hexSchema>
  >,
);
const paletteInput = partialColours.required(
  Object.fromEntries(SEED_COLOURS.map((s) => [s, true])) as Record<(typeof SEED_COLOURS)[number], true>,
);
const mapPalette = z.strictObject(
  Object.fromEntries(MAP_TOKENS.map((token) => [token, hexSchema])) as Record<(typeof MAP_TOKENS)[number], typeof hexSchema>,
);

const typeSchema = z.strictObject({
  title: z.enum(FONT_IDS),
  text: z.enum(FONT_IDS),
  figures: z.enum(FONT_IDS),
  titleWeight: z.number().int().min(400).max(800).multipleOf(50),
  /** Ratio of the modular scale. */
  scale: z.number().min(1.125).max(1.333),
});

const shapeSchema = z.strictObject({
  radius: z.enum(RADII),
  shadow: z.enum(SHADOWS),
  density: z.enum(DENSITIES),
});

const mapSchema = z.strictObject({ look: z.enum(MAP_LOOKS), light: mapPalette, dark: mapPalette });

/** A base theme's `theme.json`. */
export const themeSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
  label: z.strictObject({ fr: z.string().min(1), en: z.string().min(1) }),
  defaultMode: z.enum(DEFAULT_MODES),
  colours: z.strictObject({ light: paletteInput, dark: paletteInput }),
  type: typeSchema,
  shape: shapeSchema,
  map: mapSchema,
});

/** A portal's changes of its base theme: typed tokens, nothing else. */
export const themeOverridesSchema = z.strictObject({
  defaultMode: z.enum(DEFAULT_MODES).optional(),
  colours: z.strictObject({ light: partialColours.optional(), dark: partialColours.optional() }).optional(),
  type: typeSchema.partial().optional(),
  shape: shapeSchema.partial().optional(),
  map: z
    .strictObject({ look: z.enum(MAP_LOOKS).optional(), light: mapPalette.partial().optional(), dark: mapPalette.partial().optional() })
    .optional(),
});

export type ThemeDefinition = z.infer<typeof themeSchema>;
export type ThemeOverrides = z.infer<typeof themeOverridesSchema>;
