import type { Map as MapLibreMap, StyleSpecification } from "maplibre-gl";
import type { FeatureRef, View } from "../model/map-state.ts";

/** west, south, east, north; degrees. */
export type Bounds = readonly [number, number, number, number];

/** Pixels of each edge that panels cover. */
export interface Padding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** Functions of a running map for the page. */
export interface MapHandle {
  flyTo(view: View): void;
  fit(bounds: Bounds, how?: { readonly maxZoom?: number; readonly isInstant?: boolean }): void;
  zoomBy(steps: number): void;
  northUp(): void;
  bounds(): Bounds;
  /** The middle of the part that panels do not cover; degrees. */
  middle(): { readonly lon: number; readonly lat: number };
  /** Picks what is drawn at a pixel of the map, by default in the middle of the visible part: the click of the keyboard. */
  pick(pixel?: readonly [number, number]): void;
  /** The current view as a picture, in another style. */
  picture(style: StyleSpecification): Promise<HTMLCanvasElement>;
  /** Requests edited tiles again; the old ones stay until the new ones arrive. */
  refresh(): void;
  /** Credits of the visible data. */
  credits(): string[];
  /** The library's own map, for edit mode, which draws on it. */
  readonly library: MapLibreMap;
}

export interface Pick {
  hits: FeatureRef[];
  lon: number;
  lat: number;
}
