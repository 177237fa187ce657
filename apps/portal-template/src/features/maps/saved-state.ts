import type { SavedState } from "@archipel/contracts/maps.ts";
import { isComplete } from "@archipel/map/model/conditions.ts";
import { type LayerState, type ListedLayer, type MapState, picturesLast } from "@archipel/map/model/map-state.ts";

/** 10 cm on the ground. */
const DECIMALS = 6;

/** What the map shows, as it is saved. The selection is left out: a saved map is about a place, not about a click. */
export function savedStateOf({
  view,
  layers,
  marker,
  basemap = "plan",
}: Pick<MapState, "view" | "layers" | "marker" | "basemap">): SavedState {
  return {
    view: { lon: round(view.lon), lat: round(view.lat), zoom: Number(view.zoom.toFixed(2)) },
    layers: layers.flatMap(({ id, isOn, opacity, confidenceAtLeast, conditions }) => {
      const kept = conditions?.filter(isComplete).map(({ values, ...rest }) => ({ ...rest, values: [...values] }));
      return isOn
        ? [{ id, opacity, ...(confidenceAtLeast !== undefined && { confidenceAtLeast }), ...(kept?.length && { conditions: kept }) }]
        : [];
    }),
    marker: marker && { lon: round(marker.lon), lat: round(marker.lat), label: marker.label.slice(0, 200) },
    ...(basemap !== "plan" && { basemap }),
  };
}

const round = (degrees: number) => Number(degrees.toFixed(DECIMALS));

/** The layers of a page in the order and with the settings of a saved state. All others are off, below them. */
export function layersOf(state: SavedState, listed: readonly ListedLayer[]): LayerState[] {
  const on = state.layers.flatMap(({ id, opacity, confidenceAtLeast, conditions }): LayerState[] => {
    const known = listed.find((layer) => layer.id === id);
    return known
      ? [
          {
            id,
            isOn: true,
            opacity,
            ...(confidenceAtLeast !== undefined && { confidenceAtLeast }),
            ...(conditions && { conditions }),
            ...(known.isUnder && { isUnder: true }),
          },
        ]
      : [];
  });
  const off = listed
    .filter(({ id }) => !on.some((layer) => layer.id === id))
    .map(({ id, isUnder }): LayerState => ({ id, isOn: false, opacity: 1, ...(isUnder && { isUnder: true }) }));
  return picturesLast([...on, ...off]);
}
