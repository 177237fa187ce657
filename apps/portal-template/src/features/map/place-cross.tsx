import type { Padding } from "@archipel/map/ui/map-handle.ts";
import { Crosshair } from "lucide-react";

/** A cross in the middle of the uncovered map: the place that the visitor chooses. */
export function PlaceCross({ covered: { top, right, bottom, left } }: { readonly covered: Padding }) {
  return (
    <Crosshair
      aria-hidden
      className="pointer-events-none absolute z-[5] size-9 -translate-x-1/2 -translate-y-1/2 text-map-selection [filter:drop-shadow(0_0_1.5px_var(--a-surface))_drop-shadow(0_0_1.5px_var(--a-surface))]"
      style={{ left: `calc(50% + ${(left - right) / 2}px)`, top: `calc(50% + ${(top - bottom) / 2}px)` }}
    />
  );
}
