import { type LayerStyle, layerStyle } from "@archipel/map-style/layer-style.ts";

/** The style that a layer's row holds. One that this version cannot read is drawn automatically. */
export function styleOf(stored: unknown): LayerStyle {
  const style = layerStyle.safeParse(stored);
  return style.success ? style.data : { kind: "auto" };
}
