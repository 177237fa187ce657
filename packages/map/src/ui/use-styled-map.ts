import type { Map as MapLibreMap } from "maplibre-gl";
import { useEffect, useState } from "react";
import { type DrawingMap, whenStyled } from "./when-drawn.ts";

/** The map once it has its first style, null before: sources and layers cannot be added earlier. */
export function useStyledMap(map: MapLibreMap): MapLibreMap | null {
  const [styled, setStyled] = useState<MapLibreMap | null>(null);
  useEffect(() => whenStyled<MapLibreMap & DrawingMap>(map, setStyled), [map]);
  return styled === map ? map : null;
}
