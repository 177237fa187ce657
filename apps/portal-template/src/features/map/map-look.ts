import { FONTS } from "@archipel/theme/fonts.ts";
import type { ResolvedTheme } from "@archipel/theme/resolve.ts";
import type { MapLook } from "./use-map-style.ts";

/** What a portal's theme says about its maps. */
export function mapLook(theme: ResolvedTheme): MapLook {
  return {
    kind: theme.map.look,
    font: fontFamily(FONTS[theme.type.text].stack),
    defaultMode: theme.defaultMode,
    light: { ...theme.map.light, accent: theme.colours.light.accent },
    dark: { ...theme.map.dark, accent: theme.colours.dark.accent },
  };
}

/** The first family of a stack, without its quotes: what MapLibre draws names with. */
function fontFamily(stack: string): string {
  return (stack.split(",")[0] ?? "sans-serif").replaceAll('"', "").trim();
}
