import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import type { StyleSpecification } from "maplibre-gl";
import type { MapLayer } from "./map-layer.ts";
import { highlightLayers, sourceOf } from "./vector.ts";

/** Features of one layer that a page points at beside the map. */
export interface LitFeatures {
  readonly layerId: string;
  readonly fids: readonly number[];
}

/** A style with these features outlined above everything; unchanged when their layer is not drawn. */
export function withLitFeatures(
  style: StyleSpecification,
  lit: LitFeatures | null,
  layers: readonly MapLayer[],
  palette: LayerPalette,
): StyleSpecification {
  const layer = layers.find(({ id }) => id === lit?.layerId);
  if (!lit || !layer || !style.sources[sourceOf(layer.id)]) return style;
  return { ...style, layers: [...style.layers, ...highlightLayers(layer, lit.fids, palette, "lit")] };
}

/** The layer whose source a drawn feature comes from. */
export function layerOfSource(layers: readonly MapLayer[], source: string): MapLayer | undefined {
  return layers.find(({ id }) => sourceOf(id) === source);
}
