import type { DiffColours } from "@archipel/map/conflict/geometry-diff-overlay.ts";
import { FONTS } from "@archipel/theme/fonts.ts";
import type { ResolvedTheme } from "@archipel/theme/resolve.ts";
import type { Mode } from "@archipel/theme/tokens.ts";
import type { MapLook } from "./look.ts";

/** The map settings of a portal's theme. */
export function mapLook(theme: ResolvedTheme): MapLook {
  return {
    kind: theme.map.look,
    font: fontFamily(FONTS[theme.type.text].stack),
    defaultMode: theme.defaultMode,
    light: { ...theme.map.light, accent: theme.colours.light.accent, diff: diffColours(theme, "light") },
    dark: { ...theme.map.dark, accent: theme.colours.dark.accent, diff: diffColours(theme, "dark") },
  };
}

/** The colours of the old, the proposed and the current shape. The legend beside the map uses the same. */
function diffColours(theme: ResolvedTheme, mode: Mode): DiffColours {
  const { danger, success, info } = theme.colours[mode];
  return { before: danger, after: success, current: info, halo: theme.map[mode].labelHalo };
}

/** The first family of a font stack, without quotes: MapLibre draws labels with it. */
function fontFamily(stack: string): string {
  return (stack.split(",")[0] ?? "sans-serif").replaceAll('"', "").trim();
}
