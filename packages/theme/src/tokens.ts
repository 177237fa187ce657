/**
 * The complete list of theme tokens. Every colour, font and size in a portal or in the hub comes from these names;
 * nothing else can be themed.
 */

/** The colours that a community chooses; the others are derived from them unless a theme gives them. */
export const SEED_COLOURS = ["ground", "surface", "ink", "accent"] as const;

export const COLOUR_TOKENS = [
  ...SEED_COLOURS,
  /** Sunken areas: table heads, code, quiet bands. */
  "sunken",
  "inkMuted",
  /** Decorative hairlines, which must not be the only carrier of information. */
  "line",
  /** Outlines of controls: 3:1 against their surroundings. */
  "lineStrong",
  "onAccent",
  /** The accent as text: links, current entry. */
  "accentInk",
  "accentSoft",
  "focus",
  "info",
  "infoSoft",
  "success",
  "successSoft",
  "warning",
  "warningSoft",
  "danger",
  "dangerSoft",
  /** Severity ramp, low to extreme: always with an icon and a word. */
  "severity1",
  "severity2",
  "severity3",
  "severity4",
] as const;

export type ColourToken = (typeof COLOUR_TOKENS)[number];
export type SeedColour = (typeof SEED_COLOURS)[number];

/** `#rrggbb`, lower case. */
export type Hex = `#${string}`;
export type Palette = Record<ColourToken, Hex>;

export const MODES = ["light", "dark"] as const;
export type Mode = (typeof MODES)[number];

export const MAP_TOKENS = [
  "land",
  "water",
  "waterLine",
  "wood",
  "built",
  "builtLine",
  "road",
  "roadCasing",
  "parcel",
  "boundary",
  "label",
  "labelHalo",
  "selection",
] as const;
export type MapToken = (typeof MAP_TOKENS)[number];
export type MapPalette = Record<MapToken, Hex>;

/** Style of the base map: ink on paper, desaturated, or with relief. */
export const MAP_LOOKS = ["plan", "calm", "relief"] as const;
export const RADII = ["none", "small", "medium", "large"] as const;
export const SHADOWS = ["none", "soft", "lifted"] as const;
export const DENSITIES = ["comfortable", "compact"] as const;
export const DEFAULT_MODES = ["system", ...MODES] as const;

export function isMode(value: unknown): value is Mode {
  return MODES.some((mode) => mode === value);
}
