import { resolveStyle } from "@archipel/map-style/default-style.ts";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import { layerToStyle } from "@archipel/map-style/layer-to-style.ts";
import type { LayerSpecification, VectorSourceSpecification } from "maplibre-gl";
import type { LayerState } from "../model/map-state.ts";
import type { MapLayer } from "./map-layer.ts";

/** Name of a data layer's source in the style. */
export const sourceOf = (layerId: string) => `data-${layerId}`;

/** Tiles of a vector layer on the portal's own host. The revision is in the address: an edit makes new addresses. */
export function vectorSource(layer: MapLayer): VectorSourceSpecification {
  return {
    type: "vector",
    tiles: [`/tiles/${layer.id}/{z}/{x}/{y}.mvt?r=${layer.revision}`],
    minzoom: layer.minZoom,
    maxzoom: layer.maxZoom,
    ...(layer.bbox && { bounds: [...layer.bbox] }),
  };
}

export function vectorLayers(
  layer: MapLayer,
  state: LayerState,
  palette: LayerPalette,
  font: string,
  locale: "fr" | "en",
): LayerSpecification[] {
  return layerToStyle(layer, resolveStyle(layer, palette, locale), {
    source: sourceOf(layer.id),
    palette,
    opacity: state.opacity,
    font,
    minZoom: layer.minZoom,
  });
}

/** The selected feature, drawn over everything in the theme's selection colour with a halo. */
export function highlightLayers(layer: MapLayer, fid: number, palette: LayerPalette): LayerSpecification[] {
  const base = {
    source: sourceOf(layer.id),
    "source-layer": layer.name,
    filter: ["==", ["id"], fid],
  } satisfies Partial<LayerSpecification>;
  if (layer.geometry === "point") {
    return [
      {
        ...base,
        id: "selection/halo",
        type: "circle",
        paint: { "circle-radius": 13, "circle-color": palette.selection, "circle-opacity": 0.25 },
      },
      {
        ...base,
        id: "selection/ring",
        type: "circle",
        paint: { "circle-radius": 8, "circle-opacity": 0, "circle-stroke-color": palette.selection, "circle-stroke-width": 3 },
      },
    ];
  }
  return [
    {
      ...base,
      id: "selection/halo",
      type: "line",
      layout: { "line-join": "round", "line-cap": "round" },
      paint: { "line-color": palette.labelHalo, "line-width": 7, "line-opacity": 0.9 },
    },
    {
      ...base,
      id: "selection/ring",
      type: "line",
      layout: { "line-join": "round", "line-cap": "round" },
      paint: { "line-color": palette.selection, "line-width": 3.2 },
    },
  ];
}
