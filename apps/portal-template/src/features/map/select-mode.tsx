import { selectedFeature } from "@archipel/map/model/map-state.ts";
import { FeaturePanel } from "@archipel/map/ui/feature-panel.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { Box, ChevronLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { links } from "../../links.ts";
import type { ModeContext, ModeView, RunningMode } from "../map-kit/map-mode.ts";

/**
 * The panel describes the selected feature, with the actions of the modes above. A click selects the feature at that place; on a portal that
 * answers, a click asks what applies there, and the answer leads to its features.
 */
export function useSelectMode(context: ModeContext, above: readonly RunningMode[]): ModeView {
  const { portal, state, layers, revisions, dispatch, handle, data, palette, locale } = context;
  const t = useTranslations("map.here");
  const tLayers = useTranslations("map.layers");
  const selected = selectedFeature(state);
  const at = state.selection?.at;
  const layer = layers.find(({ id }) => id === selected?.layerId);
  return {
    key: selected ? `${selected.layerId}/${selected.fid}` : null,
    onPicked({ hits, lon, lat }) {
      if (portal.hasAnswers) return false;
      dispatch(hits.length > 0 ? { type: "selected", hits, at: { lon, lat } } : { type: "cleared" });
      return true;
    },
    panel:
      selected && layer && state.selection ? (
        <>
          {(state.marker || !state.selection.at) && (
            // On wide screens the list stays beside the panel.
            <Button tone="quiet" className={state.marker ? "-ml-4" : "-ml-4 md:hidden"} onClick={() => dispatch({ type: "cleared" })}>
              <ChevronLeft aria-hidden className="size-4" />
              {t(state.marker ? "back" : "backToList")}
            </Button>
          )}
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
                {layer.kind === "pointcloud" && (
                  <a href={links.points(locale, layer.id, { at: at && [at.lon, at.lat] })} className={buttonClass()}>
                    <Box aria-hidden className="size-5" />
                    {tLayers("inSpace")}
                  </a>
                )}
                {above.map(({ id, featureAction }) => (
                  <Fragment key={id}>{featureAction?.(layer, selected)}</Fragment>
                ))}
              </div>
            }
          />
        </>
      ) : null,
  };
}
