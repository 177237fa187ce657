import { resolveStyle } from "@archipel/map-style/default-style.ts";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import { layerToStyle } from "@archipel/map-style/layer-to-style.ts";
import { columnsOf } from "@archipel/map-style/style-columns.ts";
import type { ExpressionSpecification, LayerSpecification, VectorSourceSpecification } from "maplibre-gl";
import type { LayerState } from "../model/map-state.ts";
import type { MapLayer } from "./map-layer.ts";

/** Name of a data layer's source in the style. */
export const sourceOf = (layerId: string) => `data-${layerId}`;

/** Margin around a layer's extent: half of its size and a few kilometres, so that features added at its edge have tiles while the map is open. */
const MARGIN = { share: 0.5, degrees: 0.05 };

function withRoom([west, south, east, north]: readonly [number, number, number, number]): [number, number, number, number] {
  const [dx, dy] = [(east - west) * MARGIN.share + MARGIN.degrees, (north - south) * MARGIN.share + MARGIN.degrees];
  return [Math.max(-180, west - dx), Math.max(-90, south - dy), Math.min(180, east + dx), Math.min(90, north + dy)];
}

/** Tiles of a vector layer on the portal's own host, at the revision of the opened page; `LiveLayers` names later ones. */
export function vectorSource(layer: MapLayer): VectorSourceSpecification {
  return {
    type: "vector",
    tiles: [`/tiles/${layer.id}/{z}/{x}/{y}.mvt?r=${layer.revision}`],
    minzoom: layer.minZoom,
    maxzoom: layer.maxZoom,
    ...(layer.bbox && { bounds: withRoom(layer.bbox) }),
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
    confidenceAtLeast: state.confidenceAtLeast,
    font,
    minZoom: layer.minZoom,
  });
}

/** The columns that draw a layer: its tiles have them at every zoom. */
export function drawnColumns(layer: MapLayer, palette: LayerPalette, locale: "fr" | "en"): string[] {
  return columnsOf(resolveStyle(layer, palette, locale));
}

/** Features drawn over everything in the theme's selection colour with a halo: the selected one, or those that a page points at. */
export function highlightLayers(
  layer: MapLayer,
  fids: readonly number[],
  palette: LayerPalette,
  name: "selection" | "lit" = "selection",
): LayerSpecification[] {
  const [only = 0] = fids;
  const filter: ExpressionSpecification = fids.length > 1 ? ["in", ["id"], ["literal", [...fids]]] : ["==", ["id"], only];
  const base = {
    source: sourceOf(layer.id),
    "source-layer": layer.name,
    filter,
  } satisfies Partial<LayerSpecification>;
  if (layer.geometry === "point") {
    return [
      {
        ...base,
        id: `${name}/halo`,
        type: "circle",
        paint: { "circle-radius": 13, "circle-color": palette.selection, "circle-opacity": 0.25 },
      },
      {
        ...base,
        id: `${name}/ring`,
        type: "circle",
        paint: { "circle-radius": 8, "circle-opacity": 0, "circle-stroke-color": palette.selection, "circle-stroke-width": 3 },
      },
    ];
  }
  return [
    {
      ...base,
      id: `${name}/halo`,
      type: "line",
      layout: { "line-join": "round", "line-cap": "round" },
      paint: { "line-color": palette.labelHalo, "line-width": 7, "line-opacity": 0.9 },
    },
    {
      ...base,
      id: `${name}/ring`,
      type: "line",
      layout: { "line-join": "round", "line-cap": "round" },
      paint: { "line-color": palette.selection, "line-width": 3.2 },
    },
  ];
}
