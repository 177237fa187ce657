import type { Report } from "@archipel/answers/report/report.ts";
import type { MapFrame } from "../map/frame.ts";
import type { Ground } from "../map/ground.ts";
import type { Shapes } from "../map/shapes.ts";

/** What a map can show around the place. All shapes are in metres of the frame's CRS. */
export interface MapFacts {
  frame: MapFrame;
  place: Shapes;
  /** Of the platform's basemap; null where it shows nothing. */
  ground: Ground | null;
  /** Other parcels and the limits of communes, with the name of their layer; null where the portal has none. */
  parcels: { layer: string; shapes: Shapes } | null;
  communes: { layer: string; shapes: Shapes } | null;
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
}

export interface Printable {
  report: Report;
  facts: PrintFacts;
}
