import type { MapAction, MapState } from "@archipel/map/model/map-state.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { type Dispatch, useEffect, useEffectEvent } from "react";

interface Escapable {
  readonly state: Pick<MapState, "selection" | "marker">;
  /** A form or the editor has the map: Escape is theirs. */
  readonly isTaken: boolean;
  readonly handle: MapHandle | null;
  readonly dispatch: Dispatch<MapAction>;
}

/** Escape closes the panel of the selected feature, then that of the place, and gives the focus back to the map. */
export function useEscape({ state, isTaken, handle, dispatch }: Escapable): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const isOpen = state.selection !== null || state.marker !== null;
    if (event.key !== "Escape" || event.defaultPrevented || isTaken || !isOpen || isElsewhere(event.target)) return;
    if (state.selection) dispatch({ type: "cleared" });
    else dispatch({ type: "marked", marker: null });
    handle?.library.getCanvas().focus({ preventScroll: true });
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => pressed(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

/** Escape in a dialog, a menu or a field closes or empties that. */
function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("dialog, [role=dialog], [role=alertdialog], [role=menu], [role=listbox], input, textarea, select") !== null
  );
}
