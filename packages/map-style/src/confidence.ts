import type { LayerStyle } from "./layer-style.ts";

/** Not a field: how far a feature can be trusted, 0–100. Tiles carry it for layers drawn by it, where features are not merged. */
export const CONFIDENCE_COLUMN = "archipel:confidence";

/** Whether a layer is drawn by how far its features can be trusted. */
export function isByConfidence(style: LayerStyle): boolean {
  return style.kind === "graduated" && style.column === CONFIDENCE_COLUMN;
}
