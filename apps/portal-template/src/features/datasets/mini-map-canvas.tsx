"use client";
import type { Bbox, MapView } from "@archipel/contracts/place.ts";
import type { MapLayer } from "@archipel/map/layers/map-layer.ts";
import { initialState } from "@archipel/map/model/map-state.ts";
import { MapCanvas } from "@archipel/map/ui/map-canvas.tsx";
import { useState } from "react";
import { ApiProvider } from "../../api/react.tsx";
import { type MapLook, useMapStyle } from "../map/use-map-style.ts";

export interface MiniMapCanvasProps {
  readonly look: MapLook;
  readonly basemapStyleUrl: string | null;
  readonly layers: readonly MapLayer[];
  readonly box: Bbox;
  readonly view: MapView;
  readonly locale: "fr" | "en";
}

const PADDING = { top: 12, right: 12, bottom: 12, left: 12 };
const nothing = () => {};

/** A map to look at: inert, so that it holds neither the keyboard nor the wheel. The link around it leads to the real one. */
export default function MiniMapCanvas(props: MiniMapCanvasProps) {
  return (
    <ApiProvider>
      <Picture {...props} />
    </ApiProvider>
  );
}

function Picture({ look, basemapStyleUrl, layers, box, view, locale }: MiniMapCanvasProps) {
  const [state] = useState(() =>
    initialState(
      layers.map(({ id }) => ({ id, isVisible: true })),
      view,
    ),
  );
  const [isDrawn, setDrawn] = useState(false);
  const { style } = useMapStyle(look, basemapStyleUrl, layers, state, locale);
  return (
    <span inert className={`absolute inset-0 block transition-opacity duration-200 ${isDrawn ? "" : "opacity-0"}`}>
      <MapCanvas
        className="absolute inset-0"
        style={style}
        view={state.view}
        marker={null}
        label=""
        padding={PADDING}
        onReady={(handle) => handle.fit(box)}
        onMoved={nothing}
        onPicked={nothing}
        onSettled={() => setDrawn(true)}
        onFailed={nothing}
      />
    </span>
  );
}
