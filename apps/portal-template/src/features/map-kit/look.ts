import type { DiffColours } from "@archipel/map/conflict/geometry-diff-overlay.ts";
import type { BasemapPalette } from "@archipel/map-style/basemap-style.ts";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";

type ModeColours = BasemapPalette & { readonly selection: string; readonly accent: string; readonly diff: DiffColours };

/** The map settings of a theme. */
export interface MapLook {
  readonly kind: "plan" | "calm" | "relief";
  readonly font: string;
  readonly defaultMode: string;
  readonly light: ModeColours;
  readonly dark: ModeColours;
}

/** What layers and names are drawn with. */
export const paletteOf = ({ accent, selection, label, labelHalo, land }: ModeColours): LayerPalette => ({
  accent,
  selection,
  label,
  labelHalo,
  ground: land,
});
