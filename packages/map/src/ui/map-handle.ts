import type { StyleSpecification } from "maplibre-gl";
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
  fit(bounds: Bounds): void;
  zoomBy(steps: number): void;
  northUp(): void;
  bounds(): Bounds;
  /** What is drawn at the middle of the free part of the map; the keyboard's click. */
  pickCentre(): void;
  /** What is in view as a picture, in a style of its own. */
  picture(style: StyleSpecification): Promise<HTMLCanvasElement>;
  /** Credits of what is drawn. */
  credits(): string[];
}

export interface Pick {
  hits: FeatureRef[];
  lon: number;
  lat: number;
}
