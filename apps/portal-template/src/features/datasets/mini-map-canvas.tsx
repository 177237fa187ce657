"use client";
import type { Bbox, MapView } from "@archipel/contracts/place.ts";
import type { PlacedPicture } from "@archipel/contracts/rasters.ts";
import type { MapLayer } from "@archipel/map/layers/map-layer.ts";
import { picturesInView } from "@archipel/map/layers/pictures.ts";
import { initialState } from "@archipel/map/model/map-state.ts";
import { MapCanvas } from "@archipel/map/ui/map-canvas.tsx";
import { useState } from "react";
import { ApiProvider } from "../../api/react.tsx";
import type { MapLook } from "../map-kit/look.ts";
import { useMapStyle } from "../map-kit/use-map-style.ts";
import { mapPicture } from "../map-kit/use-pictures.ts";

export interface MiniMapCanvasProps {
  readonly look: MapLook;
  readonly basemapStyleUrl: string | null;
  readonly layers: readonly MapLayer[];
  readonly pictures?: readonly PlacedPicture[];
  readonly box: Bbox;
  readonly view: MapView;
  readonly locale: "fr" | "en";
}

const PICTURES = "pictures";
const PADDING = { top: 12, right: 12, bottom: 12, left: 12 };
const nothing = () => {};

/** A static map: inert, so that it takes neither the focus nor the mouse wheel. The link around it leads to the full map. */
export default function MiniMapCanvas(props: MiniMapCanvasProps) {
  return (
    <ApiProvider>
      <Picture {...props} />
    </ApiProvider>
  );
}

function Picture({ look, basemapStyleUrl, layers, pictures = [], box, view, locale }: MiniMapCanvasProps) {
  const [shown] = useState(() => (pictures.length > 0 ? [{ id: PICTURES, ...picturesInView(pictures.map(mapPicture), [...box]) }] : []));
  const [state] = useState(() => {
    const listed = layers.map(({ id }) => ({ id, isVisible: true }));
    return initialState(shown.length > 0 ? [...listed, { id: PICTURES, isVisible: true, isUnder: true }] : listed, view);
  });
  const [isDrawn, setDrawn] = useState(false);
  const { style } = useMapStyle({ look, basemapStyleUrl, layers, pictures: shown, state, locale });
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
