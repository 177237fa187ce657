import type { Marker } from "@archipel/map/model/map-state.ts";
import type { MapHandle, Padding } from "@archipel/map/ui/map-handle.ts";
import { useEffect, useEffectEvent } from "react";

/** Brings a clicked place out from under the panel that its answer opens. Search results are brought into view by the search. */
export function useUncovered(marker: Marker | null, handle: MapHandle | null, covered: Padding): void {
  const uncover = useEffectEvent((clicked: Marker) => {
    if (!handle) return;
    const map = handle.library;
    const { clientWidth, clientHeight } = map.getContainer();
    if (isUnder(map.project([clicked.lon, clicked.lat]), { clientWidth, clientHeight }, covered)) {
      handle.flyTo({ lon: clicked.lon, lat: clicked.lat, zoom: map.getZoom() });
    }
  });
  useEffect(() => {
    if (marker && marker.label === "") uncover(marker);
  }, [marker]);
}

/** Whether a pixel of the map is drawn, and a panel is over it. */
export function isUnder(
  { x, y }: { readonly x: number; readonly y: number },
  { clientWidth, clientHeight }: { readonly clientWidth: number; readonly clientHeight: number },
  { top, right, bottom, left }: Padding,
): boolean {
  const isDrawn = x >= 0 && y >= 0 && x <= clientWidth && y <= clientHeight;
  return isDrawn && (x < left || x > clientWidth - right || y < top || y > clientHeight - bottom);
}
