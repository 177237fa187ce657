import { initialState, type LayerState, type ListedLayer, type MapState, type View } from "@archipel/map/model/map-state.ts";
import { decodeLayers, decodeView, encodeLayers, encodeView } from "@archipel/map/model/permalink.ts";
import { useEffect, useState } from "react";

/** The first state of the map: from the address, otherwise from the portal's settings. */
export function startState(layers: readonly ListedLayer[], view: View, l: string | undefined): MapState {
  const start = initialState(layers, view);
  const asked = typeof location === "undefined" ? undefined : decodeView(location.hash);
  return { ...start, view: asked ?? view, ...(l !== undefined && { layers: decodeLayers(l, start.layers) }) };
}

/** Keeps the address of the page up to date with the map, and returns it. */
export function usePermalink(view: View, layers: readonly LayerState[], isLive: boolean): string {
  const [address, setAddress] = useState("");
  useEffect(() => {
    if (!isLive) return;
    const timer = setTimeout(() => {
      const next = `${location.origin}${location.pathname}?l=${encodeLayers(layers)}${encodeView(view)}`;
      history.replaceState(history.state, "", next);
      setAddress(next);
    }, 250);
    return () => clearTimeout(timer);
  }, [view, layers, isLive]);
  return address;
}
