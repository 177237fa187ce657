import { decodeConditions, encodeConditions } from "@archipel/map/model/conditions.ts";
import {
  initialState,
  type LayerState,
  type ListedLayer,
  type MapAction,
  type MapState,
  type Marker,
  type View,
} from "@archipel/map/model/map-state.ts";
import { decodeLayers, decodeView, encodeLayers, encodeView } from "@archipel/map/model/permalink.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { type Basemap, basemapOf } from "@archipel/map-style/basemap-choice.ts";
import { type Dispatch, useEffect, useEffectEvent, useState } from "react";
import type { OpenedMap } from "../maps/opened-map.ts";
import { layersOf } from "../maps/saved-state.ts";
import { addressOfMarker, markerOf } from "./marked-place.ts";

/** Zoom for a place that the address names without a view. */
const CLOSE = 17;

/** What an address says of the map: the layers that are on, the basemap, and the filters of layers. */
export interface AskedMap {
  readonly l?: string | undefined;
  readonly b?: string | undefined;
  readonly f?: string | undefined;
}

/** The part of the address that `AskedMap` reads back, with the commas of its lists as they are. */
export function askedQuery({ layers, basemap = "plan" }: Pick<Shown, "layers" | "basemap">): string {
  const conditions = encodeConditions(layers);
  return [`l=${encodeLayers(layers)}`, basemap !== "plan" && `b=${basemap}`, conditions && `f=${encodeURIComponent(conditions)}`]
    .filter(Boolean)
    .join("&");
}

/** The first state of the map: from the address, then from the saved map, otherwise from the portal's settings. */
export function startState(
  listed: readonly ListedLayer[],
  view: View,
  { l, b, f, saved = null }: AskedMap & { readonly saved?: OpenedMap | null },
  marker: Marker | null,
): MapState {
  const start = initialState(listed, view);
  const asked = typeof location === "undefined" ? undefined : decodeView(location.hash);
  if (saved) {
    const { state } = saved.map;
    const shown = l === undefined ? layersOf(state, listed) : decodeConditions(f, decodeLayers(l, start.layers));
    // An address with layers was written by the open map: a place that it does not name was taken away.
    const place = marker ?? (l === undefined ? state.marker : null);
    return { ...start, view: asked ?? state.view, layers: shown, marker: place, basemap: basemapOf(b ?? state.basemap) };
  }
  const first = marker ? { lon: marker.lon, lat: marker.lat, zoom: CLOSE } : view;
  const layers = decodeConditions(f, l === undefined ? start.layers : decodeLayers(l, start.layers));
  return { ...start, view: asked ?? first, marker, layers, basemap: basemapOf(b) };
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
