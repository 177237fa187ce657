import { FIRST_LABEL_LAYER, FIRST_WAY_LAYER } from "@archipel/map-style/basemap-style.ts";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import { type FeatureRef, type MapState, selectedFeature } from "../model/map-state.ts";
import { withConditions } from "./attribute-filter.ts";
import { areaLook, drawnInRole } from "./drawn-areas.ts";
import type { MapLayer } from "./map-layer.ts";
import { pictureLayers, pictureSources, type ShownPictures } from "./pictures.ts";
import { drawnColumns, highlightLayers, sourceOf, vectorLayers, vectorSource } from "./vector.ts";

export interface ComposeInput {
  basemap: StyleSpecification;
  layers: readonly MapLayer[];
  /** Pictures of datasets to draw below the layers. */
  pictures?: readonly ShownPictures[] | undefined;
  state: Pick<MapState, "layers" | "selection">;
  palette: LayerPalette;
  font: string;
  locale: "fr" | "en";
  /** Features that edit mode draws instead of the tiles. */
  hidden?: readonly FeatureRef[] | undefined;
}

/**
 * The complete style of a map, a pure function of its state: MapLibre compares it with the current style and changes only
 * the difference. Data are drawn above the basemap's ground and below its names.
 */
export function composeStyle({
  basemap,
  layers,
  pictures = [],
  state,
  palette,
  font,
  locale,
  hidden = [],
}: ComposeInput): StyleSpecification {
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const shown = state.layers.flatMap((entry) => {
    const layer = byId.get(entry.id);
    return layer && entry.isOn ? [{ layer, entry }] : [];
  });
  const laid = state.layers.toReversed().flatMap((entry) => {
    const found = entry.isOn ? pictures.find(({ id }) => id === entry.id) : undefined;
    return found ? [{ pictures: found, entry }] : [];
  });
  const look = areaLook(layers, state.layers, { palette, locale, isOverPictures: laid.length > 0 });
  const drawn = shown.toReversed().flatMap(({ layer, entry }) => {
    const fids = hidden.filter(({ layerId }) => layerId === layer.id).map(({ fid }) => fid);
    const made = drawnInRole(vectorLayers(layer, entry, palette, font, locale), layer, entry.opacity, look);
    return without(fids, withConditions(made, layer, entry.conditions ?? [], drawnColumns(layer, palette, locale)));
  });
  const selected = selectedFeature({ ...state, view: { lon: 0, lat: 0, zoom: 0 }, marker: null });
  const selectedLayer = shown.find(({ layer }) => layer.id === selected?.layerId)?.layer;
  const highlight = selected && selectedLayer ? highlightLayers(selectedLayer, [selected.fid], palette) : [];
  // Areas go below the basemap's streets and houses, lines and points below its names, labels of data above everything. Pictures show
  // streets and houses better than a plan, so they cover those; areas go above pictures.
  const ways = placeOf(basemap, FIRST_WAY_LAYER);
  const names = Math.max(ways, placeOf(basemap, FIRST_LABEL_LAYER));
  const ofType = (...types: string[]) => drawn.filter((layer) => types.includes(layer.type));
  // Hatching goes over all opaque paint, wherever its layer is in the list: the paint would hide it.
  const isHatch = ({ id }: LayerSpecification) => id.endsWith("/hatch");
  const areas = [...ofType("fill").filter((layer) => !isHatch(layer)), ...ofType("fill").filter(isHatch)];
  return {
    ...basemap,
    sources: {
      ...basemap.sources,
      ...Object.assign({}, ...laid.map((one) => pictureSources(one.pictures))),
      ...Object.fromEntries(shown.map(({ layer }) => [sourceOf(layer.id), vectorSource(layer)])),
    },
    layers: [
      ...basemap.layers.slice(0, ways),
      ...(laid.length > 0 ? [] : areas),
      ...basemap.layers.slice(ways, names),
      ...laid.flatMap((one) => pictureLayers(one.pictures, one.entry.opacity, palette)),
      ...(laid.length > 0 ? areas : []),
      ...ofType("heatmap", "line", "circle"),
      ...basemap.layers.slice(names),
      ...ofType("symbol"),
      ...highlight,
    ],
  };
}

/** Index of a named layer; in a basemap that is not ours, of its first label layer. */
function placeOf(basemap: StyleSpecification, id: string): number {
  const own = basemap.layers.findIndex((layer) => layer.id === id);
  if (own >= 0) return own;
  const name = basemap.layers.findIndex((layer) => layer.type === "symbol");
  return name >= 0 ? name : basemap.layers.length;
}

function without(fids: readonly number[], layers: LayerSpecification[]): LayerSpecification[] {
  if (fids.length === 0) return layers;
  const others: ExpressionSpecification = ["!", ["in", ["id"], ["literal", [...fids]]]];
  return layers.map((layer) => {
    if (!("source" in layer)) return layer;
    const filter = "filter" in layer && layer.filter ? (["all", layer.filter, others] as ExpressionSpecification) : others;
    return { ...layer, filter } as LayerSpecification;
  });
}
