import { FIRST_LABEL_LAYER } from "@archipel/map-style/basemap-style.ts";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import { type MapState, selectedFeature } from "../model/map-state.ts";
import type { MapLayer } from "./map-layer.ts";
import { highlightLayers, sourceOf, vectorLayers, vectorSource } from "./vector.ts";

export interface ComposeInput {
  basemap: StyleSpecification;
  layers: readonly MapLayer[];
  state: Pick<MapState, "layers" | "selection">;
  palette: LayerPalette;
  font: string;
  locale: "fr" | "en";
}

/**
 * The whole style of a map, a pure function of its state: MapLibre compares it with what it shows and changes only
 * the difference. Data lies over the basemap's ground and under its names.
 */
export function composeStyle({ basemap, layers, state, palette, font, locale }: ComposeInput): StyleSpecification {
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const shown = state.layers.flatMap((entry) => {
    const layer = byId.get(entry.id);
    return layer && entry.isOn ? [{ layer, entry }] : [];
  });
  const drawn = shown.toReversed().flatMap(({ layer, entry }) => vectorLayers(layer, entry, palette, font, locale));
  const selected = selectedFeature({ ...state, view: { lon: 0, lat: 0, zoom: 0 }, marker: null });
  const selectedLayer = shown.find(({ layer }) => layer.id === selected?.layerId)?.layer;
  const highlight = selected && selectedLayer ? highlightLayers(selectedLayer, selected.fid, palette) : [];
  // Lines and areas go under the basemap's names; what is written or pointed at goes over them.
  const isOverNames = (layer: LayerSpecification) => layer.type === "symbol" || layer.type === "circle";
  const split = basemap.layers.findIndex((layer) => layer.id === FIRST_LABEL_LAYER);
  const at = split >= 0 ? split : basemap.layers.findIndex((layer) => layer.type === "symbol");
  const [ground, names] = at >= 0 ? [basemap.layers.slice(0, at), basemap.layers.slice(at)] : [basemap.layers, []];
  return {
    ...basemap,
    sources: { ...basemap.sources, ...Object.fromEntries(shown.map(({ layer }) => [sourceOf(layer.id), vectorSource(layer)])) },
    layers: [...ground, ...drawn.filter((layer) => !isOverNames(layer)), ...names, ...drawn.filter(isOverNames), ...highlight],
  };
}
