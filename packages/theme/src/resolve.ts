import { isDark, mix } from "./colour.ts";
import { completePalette, type PaletteInput } from "./palette.ts";
import type { ThemeDefinition, ThemeOverrides } from "./schema.ts";
import { COLOUR_TOKENS, type ColourToken, type Hex, type MapPalette, type Mode, type Palette } from "./tokens.ts";

/** A theme with a value for every token, ready to use. */
export interface ResolvedTheme extends Omit<ThemeDefinition, "colours" | "map"> {
  readonly colours: Readonly<Record<Mode, Palette>>;
  readonly map: { readonly look: ThemeDefinition["map"]["look"] } & Readonly<Record<Mode, MapPalette>>;
}

/** The base theme with a portal's changes applied. It does not check contrast: see `repairContrast`. */
export function resolveTheme(base: ThemeDefinition, overrides: ThemeOverrides = {}): ResolvedTheme {
  const { light: mapLight, dark: mapDark, look } = overrides.map ?? {};
  return {
    ...base,
    defaultMode: overrides.defaultMode ?? base.defaultMode,
    colours: {
      light: palette(base.colours.light, overrides.colours?.light),
      dark: palette(base.colours.dark, overrides.colours?.dark),
    },
    type: merge(base.type, overrides.type),
    shape: merge(base.shape, overrides.shape),
    map: {
      look: look ?? base.map.look,
      light: withSelection(merge(base.map.light, mapLight), overrides.colours?.light?.accent, mapLight),
      dark: withSelection(merge(base.map.dark, mapDark), overrides.colours?.dark?.accent, mapDark),
    },
  };
}

/** Tokens derived from a seed: derived again when the seed changes, even where the base theme gives a value. */
const FOLLOWERS: Readonly<Partial<Record<ColourToken, readonly ColourToken[]>>> = {
  accent: ["onAccent", "accentInk", "accentSoft"],
  ink: ["inkMuted"],
  ground: ["sunken", "line", "lineStrong"],
  surface: ["sunken"],
};

type PaletteChanges = { readonly [token in ColourToken]?: Palette[token] | undefined };

function palette(base: PaletteInput, changes: PaletteChanges = {}): Palette {
  const changed = COLOUR_TOKENS.filter((token) => changes[token] !== undefined);
  const stale = new Set(changed.flatMap((token) => FOLLOWERS[token] ?? []));
  const kept = COLOUR_TOKENS.filter((token) => base[token] !== undefined && !stale.has(token)).map((token) => [token, base[token]]);
  const { ground } = changes;
  const surface = ground && !changes.surface ? { surface: mix(ground, "#ffffff", isDark(ground) ? 0.06 : 0.7) } : {};
  const seeds = { ground: base.ground, surface: base.surface, ink: base.ink, accent: base.accent };
  return completePalette(merge<PaletteInput>({ ...seeds, ...Object.fromEntries(kept), ...surface }, changes));
}

/** The selection on the map follows the accent unless a value is given. */
function withSelection(map: MapPalette, accent: Hex | undefined, stated: { readonly selection?: Hex | undefined } = {}): MapPalette {
  return accent && !stated.selection ? { ...map, selection: accent } : map;
}

function merge<T extends object>(base: T, changes: { [key in keyof T]?: T[key] | undefined } = {}): T {
  const stated = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { ...base, ...Object.fromEntries(stated) };
}
