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

/** What the page may ask of a living map. */
export interface MapHandle {
  flyTo(view: View): void;
  fit(bounds: Bounds, how?: { readonly maxZoom?: number; readonly isInstant?: boolean }): void;
  zoomBy(steps: number): void;
  northUp(): void;
  bounds(): Bounds;
  /** The place in the middle of what panels leave in sight; degrees. */
  middle(): { readonly lon: number; readonly lat: number };
  /** Picks what is drawn at a pixel of the map, or in the middle of what is in sight: the keyboard's click. */
  pick(pixel?: readonly [number, number]): void;
  /** What is in view as a picture, in a style of its own. */
  picture(style: StyleSpecification): Promise<HTMLCanvasElement>;
  /** Asks again for the tiles that were edited since; what is drawn stays until they come. */
  refresh(): void;
  /** Credits of what is drawn. */
  credits(): string[];
  /** The library's own map, for edit mode, which draws on it. */
  readonly library: MapLibreMap;
}

export interface Pick {
  hits: FeatureRef[];
  lon: number;
  lat: number;
}
