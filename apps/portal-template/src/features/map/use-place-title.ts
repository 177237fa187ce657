import type { Marker } from "@archipel/map/model/map-state.ts";
import { useEffect, useRef } from "react";

/** The page's title begins with the open place, so that tabs and the history tell maps apart. */
export function usePlaceTitle(marker: Pick<Marker, "label"> | null): void {
  const own = useRef<string | null>(null);
  const label = marker?.label ?? "";
  useEffect(() => {
    own.current ??= document.title;
    document.title = label === "" ? own.current : `${label} – ${own.current}`;
  }, [label]);
}
