/**
 * The finite list of what a theme can say. Everything painted in a portal or in the hub comes from these names;
 * what is not here cannot be themed.
 */

/** The colours that a community chooses; the others follow from them unless a theme states them. */
export const SEED_COLOURS = ["ground", "surface", "ink", "accent"] as const;

export const COLOUR_TOKENS = [
  ...SEED_COLOURS,
  /** Wells: table heads, code, quiet bands. */
  "sunken",
  "inkMuted",
  /** Decorative hairlines: no information rests on them alone. */
  "line",
  /** Outlines of controls: 3:1 against what surrounds them. */
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

/** How the base map is drawn: ink on paper, desaturated, or with relief. */
export const MAP_LOOKS = ["plan", "calm", "relief"] as const;
export const RADII = ["none", "small", "medium", "large"] as const;
export const SHADOWS = ["none", "soft", "lifted"] as const;
export const DENSITIES = ["comfortable", "compact"] as const;
export const DEFAULT_MODES = ["system", ...MODES] as const;

export function isMode(value: unknown): value is Mode {
  return MODES.some((mode) => mode === value);
}
