import type { Locale } from "@archipel/i18n/locales.ts";
import { selectedFeature } from "@archipel/map/model/map-state.ts";
import { Credits } from "@archipel/map/ui/credits.tsx";
import { FeaturePanel } from "@archipel/map/ui/feature-panel.tsx";
import { MapCanvas } from "@archipel/map/ui/map-canvas.tsx";
import { MapControls } from "@archipel/map/ui/map-controls.tsx";
import { type ReactNode, useMemo, useState } from "react";
import { EmbedLegend } from "../embed/embed-legend.tsx";
import { MapProblem } from "../map/map-problem.tsx";
import { useMapData } from "../map/use-map-data.ts";
import type { StoryMapState } from "./use-story-map.ts";

const PADDING = { top: 0, right: 0, bottom: 0, left: 0 };

interface StoryMapProps {
  readonly map: StoryMapState;
  readonly locale: Locale;
  /** Accessible name, with the keys. */
  readonly label: string;
  /** In place of the legend, at the left. */
  readonly panel?: ReactNode;
}

/** The map of a story: its legend, what a click shows, the zoom buttons and the credits. Fills its positioned parent. */
export function StoryMap({ map, locale, label, panel }: StoryMapProps) {
  const { state, dispatch, handle, shownLayers, pictures, palette, areas, layers } = map;
  const [credits, setCredits] = useState<string[]>([]);
  const [isFailed, setFailed] = useState(false);
  const { feature, inView } = useMapData();
  const data = useMemo(() => ({ feature, inView }), [feature, inView]);
  const selected = selectedFeature(state);
  const layer = layers.find(({ id }) => id === selected?.layerId);
  return (
    <>
      <MapCanvas
        className="absolute inset-0"
        style={map.style}
        view={state.view}
        marker={state.marker}
        label={label}
        padding={PADDING}
        onReady={map.setHandle}
        onMoved={(view, box) => {
          dispatch({ type: "moved", view });
          map.setBounds(box);
        }}
        onPicked={({ hits }) => dispatch({ type: "selected", hits })}
        onSettled={() => handle && setCredits(handle.credits())}
        onFailed={() => setFailed(true)}
      />
      {isFailed && (
        <div className="absolute inset-x-3 top-3 z-20 mx-auto max-w-96">
          <MapProblem problem="webgl" />
        </div>
      )}
      <div className="pointer-events-none absolute top-2 bottom-10 left-2 z-10 max-w-[calc(100%-4.5rem)] *:pointer-events-auto">
        {panel ?? (
          <EmbedLegend layers={shownLayers} pictures={pictures.shownLayers.map(({ datasetTitle }) => datasetTitle)} areas={areas} />
        )}
      </div>
      {selected && layer && state.selection && (
        <div className="absolute inset-x-2 bottom-10 z-20 max-h-[70%] overflow-y-auto overscroll-contain rounded-card border border-line bg-surface p-3 shadow-raised sm:top-2 sm:right-2 sm:bottom-auto sm:left-auto sm:max-h-[calc(100%-10.5rem)] sm:w-80">
          <FeaturePanel
            selected={selected}
            position={{ index: state.selection.index, count: state.selection.hits.length }}
            layer={layer}
            source={{ data, revision: undefined }}
            look={{ palette, locale }}
            dispatch={dispatch}
            onFit={(box) => handle?.fit(box)}
          />
        </div>
      )}
      <div className="absolute right-2 bottom-2 z-10">
        <MapControls handle={handle} />
      </div>
      <div className="pointer-events-none absolute right-14 bottom-2 left-2 z-10 flex items-end *:pointer-events-auto">
        <Credits
          basemap={credits}
          datasets={[...new Set([...shownLayers, ...pictures.shownLayers].map(({ datasetTitle }) => datasetTitle))]}
        />
      </div>
    </>
  );
}
