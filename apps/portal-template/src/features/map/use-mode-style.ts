import type { StyleSpecification } from "maplibre-gl";
import { useMemo } from "react";
import type { ModeView } from "../map-kit/map-mode.ts";
import { type Drawing, useMapStyle } from "../map-kit/use-map-style.ts";

/** The map's style with what the modes draw on it, the mode of highest precedence on top. */
export function useModeStyle(drawing: Drawing, modes: readonly ModeView[]): StyleSpecification {
  // The number of modes never changes, so the dependency lists below can be compared item by item.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new style redraws the whole map, so only new content may make one
  const hidden = useMemo(() => modes.flatMap((mode) => mode.hidden ?? []), [...modes.map((mode) => mode.hidden)]);
  const { style } = useMapStyle({ ...drawing, hidden });
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  return useMemo(() => modes.reduceRight((drawn, { draw }) => draw?.(drawn) ?? drawn, style), [style, ...modes.map(({ draw }) => draw)]);
}
