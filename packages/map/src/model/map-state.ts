import type { PlacePrecision } from "@archipel/contracts/answer-places.ts";
import type { AttributeCondition } from "@archipel/contracts/features.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import type { Basemap } from "@archipel/map-style/basemap-choice.ts";

/** The position of the map: degrees and zoom. */
export interface View {
  lon: number;
  lat: number;
  zoom: number;
}

export interface LayerState {
  id: string;
  isOn: boolean;
  /** 0…1 */
  opacity: number;
  /** 0–100: on layers drawn by confidence, features below it are hidden. */
  confidenceAtLeast?: number;
  /** Only features that meet all of them are shown. */
  conditions?: readonly AttributeCondition[];
  /** Pictures: drawn and listed below everything else. */
  isUnder?: true;
}

/** What a page lists on its map. */
export interface ListedLayer {
  readonly id: string;
  readonly isVisible: boolean;
  readonly isUnder?: true;
}

export interface FeatureRef {
  layerId: string;
  fid: number;
}

/** Degrees. */
export interface ClickedPlace {
  lon: number;
  lat: number;
}

export interface Marker {
  lon: number;
  lat: number;
  /** Empty for a click. */
  label: string;
  /** How exactly the place is known; absent: exactly. */
  precision?: Exclude<PlacePrecision, "exact">;
  /** The parcels that are meant, around the point. */
  parcels?: readonly string[];
  /** Around the place, when a search found more than a point. No address has it. */
  box?: Bbox;
}

/** The whole state of a map. React and MapLibre only show it. */
export interface MapState {
  view: View;
  /** Top first, as people read them. */
  layers: LayerState[];
  /** The features under the last click, which of them is shown, and where the click was: none when the feature was chosen in a list. */
  selection: { hits: FeatureRef[]; index: number; at?: ClickedPlace } | null;
  marker: Marker | null;
  /** What is drawn below the data; absent: the plan. */
  basemap?: Basemap;
}

export type MapAction =
  | { type: "moved"; view: View }
  | { type: "switched"; layerId: string; isOn: boolean }
  | { type: "faded"; layerId: string; opacity: number }
  | { type: "trusted"; layerId: string; atLeast: number }
  | { type: "filtered"; layerId: string; conditions: readonly AttributeCondition[] }
  | { type: "based"; basemap: Basemap }
  /** The page lists other layers: those that stay keep their state, new ones start as the portal says. */
  | { type: "listed"; layers: readonly ListedLayer[] }
  /** Moves a layer to an index counted from the top, among the layers of its kind. */
  | { type: "reordered"; layerId: string; index: number }
  | { type: "selected"; hits: FeatureRef[]; index?: number; at?: ClickedPlace }
  | { type: "stepped"; by: 1 | -1 }
  | { type: "cleared" }
  | { type: "marked"; marker: Marker | null };

export function initialState(layers: readonly ListedLayer[], view: View): MapState {
  return { view, layers: picturesLast(layers.map(asListed)), selection: null, marker: null };
}

const asListed = ({ id, isVisible, isUnder }: ListedLayer): LayerState => ({
  id,
  isOn: isVisible,
  opacity: 1,
  ...(isUnder && { isUnder }),
});

/** Moves pictures to the end. The order stays otherwise. */
export function picturesLast(layers: readonly LayerState[]): LayerState[] {
  return [...layers.filter(({ isUnder }) => !isUnder), ...layers.filter(({ isUnder }) => isUnder)];
}

export function reduce(state: MapState, action: MapAction): MapState {
  switch (action.type) {
    case "moved":
      return { ...state, view: action.view };
    case "switched": {
      const layers = state.layers.map((layer) => (layer.id === action.layerId ? { ...layer, isOn: action.isOn } : layer));
      return { ...state, layers, selection: withoutHidden(state.selection, layers) };
    }
    case "faded":
      return {
        ...state,
        layers: state.layers.map((layer) =>
          layer.id === action.layerId ? { ...layer, opacity: Math.min(1, Math.max(0, action.opacity)) } : layer,
        ),
      };
    case "trusted":
      return {
        ...state,
        layers: state.layers.map((layer) => (layer.id === action.layerId ? { ...layer, confidenceAtLeast: action.atLeast } : layer)),
      };
    case "filtered":
      return {
        ...state,
        layers: state.layers.map((layer) => (layer.id === action.layerId ? { ...layer, conditions: action.conditions } : layer)),
      };
    case "based":
      return { ...state, basemap: action.basemap };
    case "listed": {
      const kept = state.layers.filter(({ id }) => action.layers.some((layer) => layer.id === id));
      const come = action.layers.filter(({ id }) => !kept.some((layer) => layer.id === id));
      const layers = picturesLast([...come.map(asListed), ...kept]);
      return { ...state, layers, selection: withoutHidden(state.selection, layers) };
    }
    case "reordered":
      return { ...state, layers: picturesLast(moveTo(state.layers, action.layerId, action.index)) };
    case "selected":
      return { ...state, selection: action.hits.length === 0 ? null : selectionOf(action) };
    case "stepped": {
      if (!state.selection) return state;
      const { hits, index } = state.selection;
      return { ...state, selection: { ...state.selection, index: (index + action.by + hits.length) % hits.length } };
    }
    case "cleared":
      return { ...state, selection: null };
    case "marked":
      return { ...state, marker: action.marker };
  }
}

function selectionOf({ hits, index = 0, at }: Extract<MapAction, { type: "selected" }>): MapState["selection"] {
  return { hits, index, ...(at && { at }) };
}

/** The feature that is shown, if any. */
export function selectedFeature(state: MapState): FeatureRef | undefined {
  return state.selection?.hits[state.selection.index];
}

function moveTo(layers: LayerState[], layerId: string, index: number): LayerState[] {
  const from = layers.findIndex((layer) => layer.id === layerId);
  const moved = layers[from];
  if (!moved) return layers;
  const others = layers.toSpliced(from, 1);
  return others.toSpliced(Math.min(others.length, Math.max(0, index)), 0, moved);
}

/** Removes features of switched-off layers from the selection. */
function withoutHidden(selection: MapState["selection"], layers: readonly LayerState[]): MapState["selection"] {
  if (!selection) return null;
  const on = new Set(layers.filter((layer) => layer.isOn).map((layer) => layer.id));
  const hits = selection.hits.filter((hit) => on.has(hit.layerId));
  if (hits.length === 0) return null;
  return { ...selection, hits, index: Math.min(selection.index, hits.length - 1) };
}
