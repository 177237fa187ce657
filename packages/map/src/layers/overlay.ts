import { FIRST_LABEL_LAYER } from "@archipel/map-style/basemap-style.ts";
import type { LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";

/** Layers that a page draws over the basemap. */
export interface Overlay {
  /** Changes exactly when the rest changes: comparing the data themselves would cost more than drawing them. */
  readonly key: string;
  readonly sources: Readonly<Record<string, SourceSpecification>>;
  readonly layers: readonly LayerSpecification[];
}

export const NO_OVERLAY: Overlay = { key: "", sources: {}, layers: [] };

/** Draws areas and lines below the basemap's names, and points and labels above them. */
export function composeOverlay(basemap: StyleSpecification, { sources, layers }: Overlay): StyleSpecification {
  const isOver = (layer: LayerSpecification) => layer.type === "symbol" || layer.type === "circle";
  const split = basemap.layers.findIndex(({ id }) => id === FIRST_LABEL_LAYER);
  const at = split < 0 ? basemap.layers.length : split;
  return {
    ...basemap,
    sources: { ...basemap.sources, ...sources },
    layers: [
      ...basemap.layers.slice(0, at),
      ...layers.filter((layer) => !isOver(layer)),
      ...basemap.layers.slice(at),
      ...layers.filter(isOver),
    ],
  };
}
