import type { LayerSummary, StyleFields } from "@archipel/contracts/layers.ts";
import type { StatedStyle } from "@archipel/map-style/layer-style.ts";

/** What every part of the editor has. */
export interface StylePartProps<Style extends StatedStyle = StatedStyle> {
  readonly layer: LayerSummary;
  readonly style: Style;
  /** How the fields are filled, once known. */
  readonly profiles: StyleFields | undefined;
  /** @param about what changes; the steps of one gesture are undone together */
  readonly onChange: (style: StatedStyle, about: string) => void;
}
