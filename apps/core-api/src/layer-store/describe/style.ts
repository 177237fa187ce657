import { type LayerStyle, layerStyle } from "@archipel/map-style/layer-style.ts";

/** The stored style of a layer. A style that this version cannot read becomes the automatic style. */
export function styleOf(stored: unknown): LayerStyle {
  const style = layerStyle.safeParse(stored);
  return style.success ? style.data : { kind: "auto" };
}
