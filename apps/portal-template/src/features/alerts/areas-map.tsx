"use client";
import type { AlertLevel, AlertPage } from "@archipel/contracts/alerts.ts";
import type { Bbox, MapView } from "@archipel/contracts/place.ts";
import { boundsOf } from "@archipel/map/conflict/geometry-diff.ts";
import { composeOverlay } from "@archipel/map/layers/overlay.ts";
import { initialState } from "@archipel/map/model/map-state.ts";
import { MapCanvas } from "@archipel/map/ui/map-canvas.tsx";
import { useMemo, useState } from "react";
import { ApiProvider } from "../../api/react.tsx";
import type { MapLook } from "../map-kit/look.ts";
import { useColourMode } from "../map-kit/use-colour-mode.ts";
import { useMapStyle } from "../map-kit/use-map-style.ts";

export type LevelColours = Readonly<Record<AlertLevel, string>>;

export interface AreasMapProps {
  readonly label: string;
  readonly areas: readonly { readonly id: string; readonly level: AlertLevel; readonly geometry: AlertPage["geometry"] }[];
  readonly colours: Readonly<Record<"light" | "dark", LevelColours>>;
  readonly look: MapLook;
  readonly basemapStyleUrl: string | null;
  readonly view: MapView;
  readonly locale: "fr" | "en";
}

const PADDING = { top: 24, right: 24, bottom: 24, left: 24 };
const NO_LAYERS: readonly [] = [];
const nothing = () => undefined;
/** The graver, the wider: the level is not said by colour alone. */
const LINE_WIDTH: Readonly<Record<AlertLevel, number>> = { information: 1.5, vigilance: 2, alert: 3, emergency: 4 };

/** The areas of alerts on a map. The list beside it says the same. */
export default function AreasMap(props: AreasMapProps) {
  return (
    <ApiProvider>
      <Drawn {...props} />
    </ApiProvider>
  );
}

function Drawn({ label, areas, colours, look, basemapStyleUrl, view, locale }: AreasMapProps) {
  const mode = useColourMode();
  const [state] = useState(() => initialState(NO_LAYERS, view));
  const [isFailed, setFailed] = useState(false);
  const { style: plain } = useMapStyle({ look, basemapStyleUrl, layers: NO_LAYERS, state, locale });
  const box = useMemo(() => boundsOf(areas.flatMap(({ geometry }) => (geometry ? [{ ...geometry }] : []))) as Bbox | null, [areas]);
  const style = useMemo(() => {
    const features = areas.flatMap(({ id, level, geometry }) =>
      geometry
        ? [
            {
              type: "Feature" as const,
              properties: { id, colour: colours[mode][level], width: LINE_WIDTH[level] },
              geometry: geometry as never,
            },
          ]
        : [],
    );
    return composeOverlay(plain, {
      key: "alerts",
      sources: { alerts: { type: "geojson", data: { type: "FeatureCollection", features } } },
      layers: [
        { id: "alerts-fill", type: "fill", source: "alerts", paint: { "fill-color": ["get", "colour"], "fill-opacity": 0.2 } },
        { id: "alerts-line", type: "line", source: "alerts", paint: { "line-color": ["get", "colour"], "line-width": ["get", "width"] } },
      ],
    });
  }, [plain, areas, colours, mode]);
  if (isFailed) return null;
  return (
    <MapCanvas
      className="absolute inset-0"
      style={style}
      view={state.view}
      marker={null}
      label={label}
      padding={PADDING}
      onReady={(handle) => box && handle.fit(box)}
      onMoved={nothing}
      onPicked={nothing}
      onSettled={nothing}
      onFailed={() => setFailed(true)}
    />
  );
}
