import { decodeConditions } from "@archipel/map/model/conditions.ts";
import { initialState, type ListedLayer, type MapState, type Marker, type View } from "@archipel/map/model/map-state.ts";
import { decodeLayers, decodeView } from "@archipel/map/model/permalink.ts";
import { basemapOf } from "@archipel/map-style/basemap-choice.ts";
import type { OpenedMap } from "../maps/opened-map.ts";
import { layersOf } from "../maps/saved-state.ts";

/** Zoom for a place that the address names without a view. */
const CLOSE = 17;

/** What an address says of the map: the layers that are on, the basemap, and the filters of layers. */
export interface AskedMap {
  readonly l?: string | undefined;
  readonly b?: string | undefined;
  readonly f?: string | undefined;
}

/** The first state of the map: from the address, then from the saved map, otherwise from the portal's settings. */
export function startState(
  listed: readonly ListedLayer[],
  view: View,
  { l, b, f, saved = null }: AskedMap & { readonly saved?: OpenedMap | null },
  marker: Marker | null,
): MapState {
  const start = initialState(listed, view);
  const asked = typeof location === "undefined" ? undefined : decodeView(location.hash);
  if (saved) {
    const { state } = saved.map;
    const shown = l === undefined ? layersOf(state, listed) : decodeConditions(f, decodeLayers(l, start.layers));
    // An address with layers was written by the open map: a place that it does not name was taken away.
    const place = marker ?? (l === undefined ? state.marker : null);
    return { ...start, view: asked ?? state.view, layers: shown, marker: place, basemap: basemapOf(b ?? state.basemap) };
  }
  const first = marker ? { lon: marker.lon, lat: marker.lat, zoom: CLOSE } : view;
  const layers = decodeConditions(f, l === undefined ? start.layers : decodeLayers(l, start.layers));
  return { ...start, view: asked ?? first, marker, layers, basemap: basemapOf(b) };
}
