import type { EditColours } from "@archipel/map/edit/modes.ts";
import { basemapStyle } from "@archipel/map-style/basemap-style.ts";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import { FONTS } from "@archipel/theme/fonts.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import type { Mode } from "@archipel/theme/tokens.ts";
import type { StyleSpecification } from "maplibre-gl";
import { links } from "../../links.ts";

const theme = portalTheme("neutral", {});

/** The browser draws map labels with this font family, so that no glyph server is needed. */
export const MAP_FONT = FONTS.inter.stack;

/** The basemap of every map of the console. */
export function consoleBasemap(mode: Mode): StyleSpecification {
  return basemapStyle(
    { palette: theme.map[mode], look: theme.map.look, mode, font: MAP_FONT },
    { world: links.basemap("world"), detail: links.basemap("detail") },
  );
}

/** The colours that layers without their own are drawn with. */
export function consoleLayerPalette(mode: Mode): LayerPalette {
  const { selection, label, labelHalo, land } = theme.map[mode];
  return { accent: theme.colours[mode].accent, selection, label, labelHalo, ground: land };
}

/** The colours of shapes that a person draws. */
export function consoleEditColours(mode: Mode): EditColours {
  const { selection, label, labelHalo } = theme.map[mode];
  const hex = (colour: string): `#${string}` => `#${colour.replace(/^#/, "")}`;
  return { shape: hex(selection), ink: hex(label), ground: hex(labelHalo) };
}

/** The colours of the states before, after and current, which differ in hue. */
export function consoleDiffColours(mode: Mode): { before: string; after: string; current: string; halo: string; ink: string } {
  const { danger, success, info, ink } = theme.colours[mode];
  return { before: danger, after: success, current: info, halo: theme.map[mode].labelHalo, ink };
}
