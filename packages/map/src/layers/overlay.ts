import { FIRST_LABEL_LAYER, FIRST_WAY_LAYER } from "@archipel/map-style/basemap-style.ts";
import type { LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";

/** Layers that a page draws over the basemap. */
export interface Overlay {
  /** Changes exactly when the rest changes: comparing the data themselves would cost more than drawing them. */
  readonly key: string;
  readonly sources: Readonly<Record<string, SourceSpecification>>;
  readonly layers: readonly LayerSpecification[];
  /** Areas go below the basemap's streets and houses, as on a portal. */
  readonly hasGround?: boolean;
}

export const NO_OVERLAY: Overlay = { key: "", sources: {}, layers: [] };

/** Draws areas and lines below the basemap's names, and points and labels above them. */
export function composeOverlay(basemap: StyleSpecification, { sources, layers, hasGround = false }: Overlay): StyleSpecification {
  const isGround = (layer: LayerSpecification) => hasGround && layer.type === "fill";
  const isOver = (layer: LayerSpecification) => layer.type === "symbol" || layer.type === "circle";
  const placeOf = (id: string) => {
    const found = basemap.layers.findIndex((layer) => layer.id === id);
    return found < 0 ? basemap.layers.length : found;
  };
  const names = placeOf(FIRST_LABEL_LAYER);
  const ways = Math.min(names, placeOf(FIRST_WAY_LAYER));
  return {
    ...basemap,
    sources: { ...basemap.sources, ...sources },
    layers: [
      ...basemap.layers.slice(0, ways),
      ...layers.filter(isGround),
      ...basemap.layers.slice(ways, names),
      ...layers.filter((layer) => !isGround(layer) && !isOver(layer)),
      ...basemap.layers.slice(names),
      ...layers.filter(isOver),
    ],
  };
}
