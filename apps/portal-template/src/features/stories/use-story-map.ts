import type { SavedState } from "@archipel/contracts/maps.ts";
import type { PortalLayer, PortalPictures } from "@archipel/contracts/portals.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { initialState, type ListedLayer, type MapAction, type MapState, reduce } from "@archipel/map/model/map-state.ts";
import type { Bounds, MapHandle } from "@archipel/map/ui/map-handle.ts";
import { basemapOf } from "@archipel/map-style/basemap-choice.ts";
import { useMemo, useReducer, useState } from "react";
import { listedPictures } from "../map-kit/listed-pictures.ts";
import type { MapLook } from "../map-kit/look.ts";
import { useMapStyle, usePalette } from "../map-kit/use-map-style.ts";
import { usePictures } from "../map-kit/use-pictures.ts";
import { layersOf } from "../maps/saved-state.ts";

export interface StoryMapInput {
  readonly listed: { readonly layers: readonly PortalLayer[]; readonly pictures: readonly PortalPictures[] };
  readonly look: MapLook;
  readonly basemapStyleUrl: string | null;
  readonly locale: Locale;
}

/** Actions of any map, and opening a saved state with all its layers. */
type StoryMapAction = MapAction | { readonly type: "opened"; readonly saved: SavedState; readonly listed: readonly ListedLayer[] };

function step(state: MapState, action: StoryMapAction): MapState {
  if (action.type !== "opened") return reduce(state, action);
  const { saved, listed } = action;
  return { view: saved.view, layers: layersOf(saved, listed), marker: saved.marker, selection: null, basemap: basemapOf(saved.basemap) };
}

/** The one map of a story, which shows chapter after chapter. */
export function useStoryMap({ listed, look, basemapStyleUrl, locale }: StoryMapInput, initial: SavedState) {
  const { layers } = listed;
  const entries = useMemo(() => [...layers, ...listed.pictures.map(listedPictures)], [layers, listed.pictures]);
  const [state, dispatch] = useReducer(step, null, () =>
    step(initialState(entries, initial.view), { type: "opened", saved: initial, listed: entries }),
  );
  const [handle, setHandle] = useState<MapHandle | null>(null);
  const [bounds, setBounds] = useState<Bounds | null>(null);
  const pictures = usePictures(listed.pictures, state.layers, bounds);
  const palette = usePalette(look, state.basemap);
  const { style, areas } = useMapStyle({ look, basemapStyleUrl, layers, pictures: pictures.shown, state, locale });
  return {
    state,
    dispatch,
    handle,
    setHandle,
    bounds,
    setBounds,
    layers,
    pictures,
    style,
    palette,
    areas,
    shownLayers: state.layers.flatMap(({ id, isOn }) => (isOn ? (layers.find((layer) => layer.id === id) ?? []) : [])),
    /** Shows a saved state. The map flies there, or jumps if the visitor prefers reduced motion. */
    open(saved: SavedState) {
      dispatch({ type: "opened", saved, listed: entries });
      handle?.flyTo(saved.view);
    },
  };
}
export type StoryMapState = ReturnType<typeof useStoryMap>;
