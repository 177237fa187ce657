import type { Report } from "@archipel/answers/report/report.ts";
import type { MapFrame } from "../map/frame.ts";
import type { GraticuleLine } from "../map/graticule.ts";
import type { Ground, GroundName } from "../map/ground.ts";
import type { Shapes } from "../map/shapes.ts";

/** What is around a place at one scale. All shapes are in metres of the frame's CRS. */
export interface Surroundings {
  frame: MapFrame;
  /** Of the platform's basemap; null where it shows nothing. */
  ground: Ground | null;
  /** Other parcels and the limits of communes, with the name of their layer; null where the portal has none. */
  parcels: { layer: string; shapes: Shapes } | null;
  communes: { layer: string; shapes: Shapes; names: readonly GroundName[] } | null;
  /** Longitudes and latitudes, where nothing else tells the place; null otherwise. */
  graticule: readonly GraticuleLine[] | null;
}

/** What the maps of a report can show. */
export interface MapFacts extends Surroundings {
  place: Shapes;
  /** Where the place is: these surroundings if they tell it, else wider ones. */
  situation: Surroundings;
  /** The features that findings speak of, by `featureKey`. */
  features: ReadonlyMap<string, Shapes>;
}

/** Names a feature of a layer. */
export function featureKey(layer: string, feature: string): string {
  return `${layer} ${feature}`;
}

/** What is printed of a report beside the report itself. */
export interface PrintFacts {
  portal: { name: string; community: string /** `#rrggbb` */; accent: string };
  /** The address where the whole report can be read. */
  online: string | null;
  map: MapFacts | null;
  /** A JWS of what the platform says of the report. */
  signature: string;
}

export interface Printable {
  report: Report;
  facts: PrintFacts;
}
