"use client";
import type { Geometry } from "geojson";
import type { Map as MapLibreMap } from "maplibre-gl";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useRef } from "react";
import { startDrawing } from "../edit/drawing.ts";
import type { EditColours } from "../edit/modes.ts";
import { NO_SNAPPING } from "../edit/snap.ts";

interface Redrawing {
  /** The map to draw on; null while nothing is drawn. */
  readonly map: MapLibreMap | null;
  /** The shape to begin with (EPSG:4326). */
  readonly from: Geometry | null;
  /** Must stay the same object while the colours are the same: a new one restarts the drawing. */
  readonly colours: EditColours;
  readonly onDrawn: (geometry: Geometry) => void;
}

const KEY = "result";
const nothing = () => {};

/** Makes the vertices of one shape movable, as long as there is a map. */
export function useRedrawing({ map, from, colours, onDrawn }: Redrawing): void {
  const faultLabel = useTranslations("conflicts")("fault");
  const drawn = useEffectEvent(onDrawn);
  const last = useRef({ from, shape: from });
  // When the colours change, drawing restarts with the shape as it is now.
  const start = useEffectEvent(() => (last.current.from === from ? last.current.shape : from));
  const keep = useEffectEvent((shape: Geometry) => {
    last.current = { from, shape };
  });
  useEffect(() => {
    const begun = start();
    if (!map || !begun) return;
    const drawing = startDrawing({
      map,
      colours,
      faultLabel,
      snap: NO_SNAPPING,
      onReshaped(_key, geometry) {
        drawing.show([{ key: KEY, geometry, before: last.current.from }], KEY);
        keep(geometry);
        drawn(geometry);
      },
      onDrawn: nothing,
      onSelected: nothing,
      onPress: nothing,
      onEnd: nothing,
      onFaults: nothing,
    });
    drawing.show([{ key: KEY, geometry: begun, before: last.current.from }], KEY);
    return () => drawing.stop();
  }, [map, colours, faultLabel]);
}
