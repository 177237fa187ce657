import { encodeConditions } from "@archipel/map/model/conditions.ts";
import type { LayerState, MapAction, Marker, View } from "@archipel/map/model/map-state.ts";
import { decodeView, encodeLayers, encodeView } from "@archipel/map/model/permalink.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import type { Basemap } from "@archipel/map-style/basemap-choice.ts";
import { type Dispatch, useEffect, useEffectEvent, useState } from "react";
import { addressOfMarker, markerOf } from "./marked-place.ts";

/** The part of the address that `AskedMap` reads back, with the commas of its lists as they are. */
export function askedQuery({ layers, basemap = "plan" }: Pick<Shown, "layers" | "basemap">): string {
  const conditions = encodeConditions(layers);
  return [`l=${encodeLayers(layers)}`, basemap !== "plan" && `b=${basemap}`, conditions && `f=${encodeURIComponent(conditions)}`]
    .filter(Boolean)
    .join("&");
}

interface Shown {
  readonly view: View;
  readonly basemap?: Basemap | undefined;
  readonly layers: readonly LayerState[];
  /** Undefined while a form uses the mark for something else: the address then keeps its place. */
  readonly marker: Marker | null | undefined;
  /** Other query parameters, as the address writes them. */
  readonly kept: string;
}

/**
 * Keeps the address of the page up to date with the map, and returns it. Each place is a step of the browser's history: back and forward open
 * the answers again.
 */
export function usePermalink(
  { view, layers, marker, basemap, kept }: Shown,
  handle: MapHandle | null,
  dispatch: Dispatch<MapAction>,
): string {
  const [address, setAddress] = useState("");
  useEffect(() => {
    if (!handle) return;
    const timer = setTimeout(() => {
      const params = new URLSearchParams(location.search);
      const before = addressOfMarker(markerOf(Object.fromEntries(params)));
      const place = marker === undefined ? before : addressOfMarker(marker);
      const query = [place, askedQuery({ layers, basemap }), kept].filter(Boolean).join("&");
      const next = `${location.origin}${location.pathname}?${query}${encodeView(view)}`;
      if (place !== before) history.pushState(null, "", next);
      else history.replaceState(history.state, "", next);
      setAddress(next);
    }, 250);
    return () => clearTimeout(timer);
  }, [view, layers, marker, basemap, kept, handle]);

  const returned = useEffectEvent(() => {
    const found = markerOf(Object.fromEntries(new URLSearchParams(location.search)));
    dispatch({ type: "cleared" });
    dispatch({ type: "marked", marker: found });
    const asked = decodeView(location.hash);
    // Exactly the view of the address: `flyTo` would centre it in the part that no panel covers.
    if (asked) handle?.library.jumpTo({ center: [asked.lon, asked.lat], zoom: asked.zoom });
  });
  useEffect(() => {
    const listener = () => returned();
    window.addEventListener("popstate", listener);
    return () => window.removeEventListener("popstate", listener);
  }, []);
  return address;
}
