import { selectedFeature } from "@archipel/map/model/map-state.ts";
import { FeaturePanel } from "@archipel/map/ui/feature-panel.tsx";
import { Fragment } from "react";
import type { ModeContext, ModeView, RunningMode } from "../map-kit/map-mode.ts";

/** A click selects the feature at that place; the panel describes it, with the actions of the modes above. */
export function useSelectMode(context: ModeContext, above: readonly RunningMode[]): ModeView {
  const { state, layers, revisions, dispatch, handle, data, palette, locale } = context;
  const selected = selectedFeature(state);
  const layer = layers.find(({ id }) => id === selected?.layerId);
  return {
    key: selected ? `${selected.layerId}/${selected.fid}` : null,
    onPicked({ hits, lon, lat }) {
      dispatch(hits.length > 0 ? { type: "selected", hits, at: { lon, lat } } : { type: "cleared" });
      return true;
    },
    panel:
      selected && layer && state.selection ? (
        <FeaturePanel
          selected={selected}
          position={{ index: state.selection.index, count: state.selection.hits.length }}
          layer={layer}
          source={{ data, revision: revisions[layer.id] }}
          look={{ palette, locale }}
          dispatch={dispatch}
          onFit={(box) => handle?.fit(box)}
          actions={
            <div className="mt-3 flex flex-wrap gap-2 empty:hidden">
              {above.map(({ id, featureAction }) => (
                <Fragment key={id}>{featureAction?.(layer, selected)}</Fragment>
              ))}
            </div>
          }
        />
      ) : null,
  };
}
