import type { LayerStyle } from "./layer-style.ts";

/** Not a field of the layer: how far a feature can be trusted, 0–100. Tiles carry it only for layers drawn by it, at zooms where features are not merged. */
export const CONFIDENCE_COLUMN = "archipel:confidence";

/** Whether a layer is drawn by the confidence of its features. */
export function isByConfidence(style: LayerStyle): boolean {
  return style.kind === "graduated" && style.column === CONFIDENCE_COLUMN;
}
